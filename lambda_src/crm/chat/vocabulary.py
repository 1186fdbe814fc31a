"""The words of the grammar in English, German, French and Spanish, in lower case and without accents.

`|` separates phrases. To add a language, add its phrases.
"""

from __future__ import annotations

FIELDS: dict[str, str] = {
    "firstName": "first name|first names|given name|given names|firstname|vorname|vornamen|prenom|prenoms",
    "lastName": "last name|last names|surname|surnames|family name|family names|lastname|nachname|nachnamen"
    "|familienname|nom de famille|noms de famille|apellido|apellidos",
    "name": "name|names|full name|full names|namen|nom|noms|nombre|nombres",
    "title": "title|titles|job title|job titles|job|jobs|position|positions|role|roles|titel|positionen|beruf|berufe"
    "|poste|postes|titre|titres|fonction|fonctions|cargo|cargos|puesto|puestos|titulo|titulos",
    "company": "company|companies|company name|employer|employers|organisation|organisations|organization"
    "|organizations|firm|firms|business|businesses|firma|firmen|unternehmen|entreprise|entreprises|societe|societes"
    "|empresa|empresas|compania|companias",
    "emailDomain": "email domain|email domains|mail domain|mail domains|domain|domains|domaine|domaines|dominio"
    "|dominios|e-mail domain|e-mail domains",
    "email": "email|emails|e-mail|e-mails|mail|mails|email address|email addresses|e-mail address|e-mail addresses"
    "|mail address|mail addresses|e-mail-adresse|e-mail-adressen|emailadresse|emailadressen|mailadresse|courriel"
    "|courriels|adresse email|adresse e-mail|adresse mail|correo|correos|correo electronico",
    "phone": "phone|phones|phone number|phone numbers|telephone|telephones|telephone number|telephone numbers|mobile"
    "|mobiles|mobile number|mobile numbers|mobile phone|cell|cell phone|telefon|telefonnummer|telefonnummern"
    "|handynummer|numero de telephone|telefono|telefonos|numero de telefono|tel",
    "remarks": "remark|remarks|note|notes|comment|comments|bemerkung|bemerkungen|notiz|notizen|remarque|remarques"
    "|nota|notas|comentario|comentarios",
    "sourceFile": "source file|source files|file|files|source|sources|file name|file names|spreadsheet|spreadsheets"
    "|datei|dateien|fichier|fichiers|archivo|archivos",
    "createdAt": "day|days|date|dates|creation date|creation day|import date|tag|jour|dia",
}

COUNT = (
    "how many|how much|number of|total number of|total|count|count of|count the|wie viele|wieviele|anzahl|anzahl der"
    "|zahle|combien|combien de|combien d|nombre de|cuantos|cuantas|numero de|cuenta"
)
LIST = (
    "show|show me|list|list me|find|find me|search|search for|look for|look up|display|give me|get|get me|fetch|see"
    "|zeige|zeig|zeige mir|zeig mir|finde|suche|suche nach|liste|liste mir|montre|montre moi|montrez|affiche|affichez"
    "|cherche|trouve|liste des|muestra|muestrame|lista|busca|encuentra|dame"
)
ASK = (
    "who|which|what|what are|what is|whats|whos|who is|who are|which are|wer|wer ist|welche|was sind|qui|quels"
    "|quelles|quel|quelle|qui est|quien|quienes|quien es|cuales|que"
)
DIFFERENT = "different|distinct|unique|verschiedene|unterschiedliche|differents|differentes|distintos|distintas"

GROUP = (
    "group by|grouped by|group leads by|group them by|group contacts by|group people by|grouping by|break down by"
    "|broken down by|breakdown by|split by|by|per|for each|in each|for every|at each|each|gruppiere nach"
    "|gruppiert nach|nach|pro|je|grouper par|groupe par|groupes par|par|agrupa por|agrupar por|agrupados por|por"
)
"""The field to group by follows."""
GROUP_FIRST = "group|break down|split|gruppiere|grouper|groupe|agrupa|agrupar"
"""At the beginning of a question; the field follows later, as in "group the leads without phone by title"."""
SORT = (
    "sort by|sorted by|order by|ordered by|sort them by|sortiere nach|sortiert nach|trie par|tries par|trier par"
    "|ordena por|ordenar por|ordenados por|alphabetically by"
)
DESCENDING = "descending|desc|absteigend|descendant|decroissant|descendente|in descending order"
ASCENDING = "ascending|asc|aufsteigend|ascendant|croissant|ascendente|in ascending order"
MOST = (
    "most common|most frequent|most popular|most often|biggest|largest|top|haufigste|haufigsten|grosste|grossten"
    "|les plus frequents|les plus frequentes|plus frequents|plus frequentes|mas comunes|mas frecuentes|mas grandes"
)
THE_MOST = (
    "has the most leads|have the most leads|with the most leads|has most leads|have most leads|with most leads"
    "|has the most|have the most|has the most contacts|have the most contacts|with the most contacts"
    "|has the most people|have the most people|appear most often|occur most often|are most common"
    "|are the most common|is most common|is the most common"
)
NEWEST = (
    "newest|latest|most recent|recent|recently added|recently created|neueste|neuesten|letzte|letzten|derniers"
    "|dernieres|plus recents|recents|ultimos|ultimas|mas recientes|recientes|last"
)
OLDEST = "oldest|earliest|alteste|altesten|plus anciens|anciens|mas antiguos|antiguos|first"
CHANGED = "recently updated|recently changed|recently edited|last updated|last changed|last edited|zuletzt geandert"

AT = (
    "at|works at|work at|working at|who work at|who works at|employed at|employed by|works for|work for|working for"
    "|of company|at company|at the company|from company|from the company|with the company|bei|bei der firma"
    "|arbeitet bei|arbeiten bei|chez|travaille chez|travaillent chez|trabaja en|trabajan en|de la empresa"
    "|en la empresa|de la societe|de l entreprise|der firma"
)
"""The company follows."""
OF = "of|for|von|de|fur|pour|para|belonging to"
ANYWHERE = (
    "from|in|based in|living in|located in|mentioning|mentions|mention|matching|aus|containing|contains"
    "|with the word|with the words|with the text|about"
)
"""A text to find in any field follows."""
FROM_FILE = (
    "from file|from the file|imported from|imported from file|imported from the file|from the import"
    "|from spreadsheet|from the spreadsheet|in the file"
    "|in file|aus der datei|du fichier|del archivo"
)
NAMED = (
    "named|called|with name|with the name|by the name of|name is|whose name is|namens|heissen|heisst|die heissen"
    "|nommes|nommee|appeles|appele|qui s appellent|llamados|llamado|llamadas|llamada|que se llaman"
)
WITHOUT = (
    "without|with no|have no|has no|having no|no|missing|lacking|lack|lacks|dont have|do not have|doesnt have"
    "|does not have|that miss|ohne|haben keine|hat keine|keine|kein|sans|n ont pas de|n a pas de|pas de|sin"
    "|no tienen|no tiene|with missing|with empty|with unknown|whose missing"
)
WITH = (
    "with|have|has|having|that have|who have|which have|mit|haben|hat|avec|ont|con|tienen|tiene|whose|where|where the"
    "|deren|dessen|dont le|dont la|dont|cuyo|cuya|and|und|et|y|and the|and whose"
)
ARTICLES = (
    "a|an|any|the|their|its|his|her|known|valid|ein|eine|einen|einer|un|une|una|le|la|les|der|die|das|el|los|some|l"
)
CONTAINS = (
    "contains|contain|containing|includes|include|including|like|matches|matching|mentions|enthalt|enthalten|contient"
    "|contiennent|contiene|contienen|that contains|which contains"
)
HOLDS = "has|have|with"
"""A comparison only after "whose": "companies with managers" is about the managers."""
EQUALS = "is|are|equals|equal to|is equal to|is exactly|exactly|=|==|being|ist|sind|lautet|est|sont|es|son|was"
STARTS = (
    "starts with|start with|starting with|begins with|begin with|beginning with|beginnt mit|beginnen mit|beginnend mit"
    "|commence par|commencent par|commencant par|empieza por|empieza con|empiezan por|empiezan con"
)
ENDS = "ends with|end with|ending with|ends in|ending in|endet auf|endend auf|finit par|termina en|terminan en"
BLANK = (
    "is missing|is empty|is unknown|is blank|are missing|are empty|is not known|is not set|is n/a|fehlt|fehlen"
    "|ist leer|est vide|manque|esta vacio"
)
FILLED = "is known|is set|is not empty|is not missing|is filled|are known|vorhanden|is there|is present"

PEOPLE = (
    "lead|leads|contact|contacts|people|person|persons|customer|customers|client|clients|record|records|entry|entries"
    "|row|rows|prospect|prospects|kontakt|kontakte|kontakten|personen|leute|kunde|kunden|eintrage|personne|personnes"
    "|gens|contactos|contacto|personas|persona|clientes|registros|everyone|everybody|anyone|anybody|those|ones|one"
)
FILLERS = (
    "please|can you|could you|would you|will you|tell me|i want to|i would like to|id like to|want|know|see|me|us|all"
    "|of|the|a|an|our|my|your|we|i|you|do|does|did|are|is|was|were|there|have|has|in|total|crm|database|list|now"
    "|currently|altogether|overall|that|which|who|and|with|for|exist|got|work|works|working|any|every|it|to|on|hey|hi"
    "|hello|thanks|so|at all|right now|es|gibt|wir|haben|ich|bitte|alle|der|die|das|den|im|sind|mir|nous|avons|il|y|le"
    "|la|les|des|du|de|d|l|tous|toutes|svp|dans|est ce que|nos|mes|hay|tenemos|los|las|el|en|por favor|todos|todas"
    "|nuestros|mis|me|name|names|s|added|created|imported|table|system|data"
    "|address|addresses|user|users|but|aber|mais|pero|am"
)

TODAY = "today|heute|aujourd hui|aujourdhui|hoy"
YESTERDAY = "yesterday|gestern|hier|ayer"
THIS_MONTH = "this month|diesen monat|ce mois|este mes"
THIS_YEAR = "this year|dieses jahr|cette annee|este ano"
ADDED = (
    "added|created|imported|new|added on|created on|imported on|added in|created in|on|from|since|hinzugefugt|ajoutes"
    "|creados"
)
UPDATED = "updated|changed|edited|modified|updated on|changed on|edited on|geandert|modifies|modificados"

OR = "or|oder|ou"
NOT = "not|except|excluding|excluded|other than|nicht|ausser|sauf|excepto|isnt|arent|never"
COMPARED = (
    "since|before|after|between|until|older than|newer than|last week|last month|last year|this week|past|ago|seit"
    "|vor|nach dem|zwischen|depuis|avant|apres|desde|antes|despues|longer than|shorter than|more than"
    "|less than|fewer than"
)
COMPUTED = "average|mean|median|sum|percent|percentage|ratio|share|%|durchschnitt|prozent|moyenne|pourcentage|promedio"

NUMBERS = {
    **dict.fromkeys(("one", "ein", "eine", "un", "une", "uno", "una"), 1),
    **dict.fromkeys(("two", "zwei", "deux", "dos"), 2),
    **dict.fromkeys(("three", "drei", "trois", "tres"), 3),
    **dict.fromkeys(("four", "vier", "quatre", "cuatro"), 4),
    **dict.fromkeys(("five", "funf", "cinq", "cinco"), 5),
    **dict.fromkeys(("six", "sechs", "seis"), 6),
    **dict.fromkeys(("seven", "sieben", "sept", "siete"), 7),
    **dict.fromkeys(("eight", "acht", "huit", "ocho"), 8),
    **dict.fromkeys(("nine", "neun", "neuf", "nueve"), 9),
    **dict.fromkeys(("ten", "zehn", "dix", "diez"), 10),
}

JOBS = (
    "manager|director|engineer|developer|ceo|cto|cfo|coo|cmo|cio|vp|president|founder|owner|partner|analyst"
    "|consultant|architect|designer|accountant|assistant|secretary|administrator|officer|head|lead|chief|chair"
    "|chairman|chairwoman|executive|buyer|seller|salesperson|salesman|saleswoman|marketer|recruiter|lawyer|attorney"
    "|doctor|nurse|teacher|professor|researcher|scientist|student|intern|technician|operator|planner|coordinator"
    "|supervisor|specialist|representative|agent|broker|trader|banker|controller|auditor|editor|journalist|writer"
    "|author|photographer|geschaftsfuhrer|leiter|leiterin|ingenieur|berater|entwickler|einkaufer|verkaufer"
    "|directeur|directrice|gerant|ingenieure|responsable|gerente|directora|ingeniero|jefe|vendedor|consejero"
)
"""Nouns of jobs in the singular: "how many engineers" asks for a title."""
