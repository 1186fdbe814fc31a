"""From the cells of a row to the values of a lead."""

from crm.standardizing.email import normalize_email
from crm.standardizing.standardizer import Standardizer, StandardRow

__all__ = ["StandardRow", "Standardizer", "normalize_email"]
