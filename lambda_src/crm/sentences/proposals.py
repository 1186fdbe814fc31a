"""Why a type is proposed for an own field: by code."""

from __future__ import annotations

from collections.abc import Mapping

PROPOSALS: Mapping[str, str] = {
    "noValues": "No lead has a value here yet.",
    "allYesNo": "All {values} values answer yes or no.",
    "mostYesNo": "{fitting} of {values} values answer yes or no.",
    "allNumber": "All {values} values are numbers.",
    "mostNumber": "{fitting} of {values} values are numbers.",
    "allDate": "All {values} values are dates.",
    "mostDate": "{fitting} of {values} values are dates.",
    "allDateTime": "All {values} values are dates, with a time in some.",
    "mostDateTime": "{fitting} of {values} values are dates, with a time in some.",
    "allLink": "All {values} values are addresses of web pages.",
    "mostLink": "{fitting} of {values} values are addresses of web pages.",
    "allAddress": "All {values} values have a street or place with a number.",
    "mostAddress": "{fitting} of {values} values have a street or place with a number.",
    "oneOf": "All {values} values are one of {choices} that recur.",
    "severalOf": "All {values} values hold several of {choices} that recur.",
    "nothingInCommon": "The values have nothing in common that another type could read.",
    "dayFirst": "The day is first in {count} that leave no doubt.",
    "monthFirst": "The month is first in {count} that leave no doubt.",
    "dayMostlyFirst": "The day is first in {count} that leave no doubt, although it is not in {against}.",
    "monthMostlyFirst": "The month is first in {count} that leave no doubt, although it is not in {against}.",
    "dayOrMonth": "In {count} the day and the month can be confused, and no other date says which is first: please "
    "check that the day is.",
    "headedDate": "The header speaks of a date.",
    "headedNumber": "The header says how much or how many.",
    "headedYesNo": "The header asks for yes or no.",
    "headedLink": "The header speaks of a web page.",
    "headedAddress": "The header speaks of a street or an address.",
    "headedPostcode": "The header speaks of postcodes, which would lose their zeros as numbers.",
    "headedPlace": "The header speaks of cities, and a list of choices never has them all.",
    "headedArea": "The header speaks of a region or a country.",
    "headedIdentifier": "The header says that the values name something, so they are no amounts.",
}
