"""The CDK app of Easy CRM and its command line."""
