"""How much a decoded text looks like a language that is written in its encoding.

Each character outside ASCII gets a mark between -1 and 1, the score is their mean. The right decoding of a list of
names scores above 0.7 and wrong ones mostly below 0.4, already with a handful of characters. Letters count by how
common they are in the languages concerned, Chinese characters by the frequency levels that the national standards
themselves are ordered by, symbols by whether they stand inside a word.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

_WESTERN = (
    "éèàêçâîôûùëïœüæÿ",
    "üäößéè",
    "íóáéñúüç",
    "ãçáéíóêõúâàôü",
    "àèòùìéî",
    "åäöøæéü",
    "éëïöüèóá",
    "áíðéóúþýæö",
)
_CENTRAL = (
    "łóąęśżćńź",
    "íáéěřčžýšůúňťďóöü",
    "áíčéýžšúľťôňďäóŕĺ",
    "áéőóöíüúű",
    "ăţşâîțș",
    "čšžćđ",
)
_TURKISH = ("ışüöğçi\u0307âî",)
# Letters outside ASCII by language, the most common first. A text is judged by the one language that explains it best.
_LATIN: Mapping[str, tuple[str, ...]] = {
    "cp1252": _WESTERN,
    "mac_roman": _WESTERN[:-1],
    "cp850": _WESTERN[:-1],
    "cp1250": _CENTRAL,
    "iso8859_2": _CENTRAL,
    "cp852": _CENTRAL,
    "mac_latin2": _CENTRAL,
    "cp1254": _TURKISH,
    "mac_turkish": _TURKISH,
    "cp857": _TURKISH,
    "cp1257": ("ėšųžįąčūę", "āīšēņļūžģčķ", "äõüöšž"),
    "cp1258": ("đưôơâăêáàéèíóòúùýãõ\u0300\u0301\u0303\u0309\u0323",),
}
# Letters of other alphabets from the most common to the rarest.
_ALPHABETS: Mapping[str, str] = {
    "cyrillic": "оаеинтсрвлкмдпяуьыгзбчйхжшюцщэфіїєґёъ",
    "greek": "αοιετσνηυρπκμλωςγδάίόέήθχφβύώξζψϊϋ",
    "hebrew": "יוהלארתבשמנםדחפקצעכגטזסךןףץ",
    "arabic": "الينمرتوبعدسفهكقحةجشطصخزضذثئءؤىأإآغظپچگژکی",
    "thai": "านรกอเงมลวยดทสต่ปบะ้คหแจพชขใไโผถธซณภศฟญ์ิีึืุูัำ็ษฉฐฏฎฒฬฮฝฆฑ",
}
_FINAL_LETTERS = "םןץףךς"
_GREEK_ACCENTS = frozenset("άέήίόύώΐΰ")
_FOUR_CONSONANTS = re.compile(r"[^аеёиоуыэюяіїєάέήίόύώαεηιουωϊϋьъa-z]{4}")
# What these letters count together, when no single language has them all.
_COMMON_WESTERN = "éèêàçâôëïüäößíóáñ"
_MIXED = 0.7
_INNER = "’'-–´`"
_QUOTES = "“”„«»‘’‚‹›"
_BEFORE_WORDS = _QUOTES + "¿¡•·©–—…"
_SYMBOLS = "–—…€°§·®©™ºª¿¡£•№\u00a0½¼²³µ×"

_COMMON_SIMPLIFIED = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经"
    "去法学如都同现当没动面起看定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点"
    "正业外将两高间由问很最重并物手应向头文体政美相见被利等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东"
    "声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金"
    "指克许统区保至队形社便空决治展马科司五基书非则听却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边张该规万取格望共"
    "传师观清今切院让候带导争运姓联系移手机邮箱箱编职务注备籍贯省县街号栏栋室李刘陈杨黄赵周吴徐孙朱胡郭何林罗郑梁谢宋唐冯邓曹彭曾"
    "萧田董袁潘于蒋蔡余杜叶苏魏吕丁沈卢姜崔钟谭陆汪范廖石方金熊韦贾夏付邹白孟秦邱侯江尹薛闫段雷龙史陶贺顾毛郝龚邵钱严武戴莫孔汤"
    "伟芳娜敏静秀英丽强磊军洋勇艳杰涛明超秀霞平刚桂华玉萍红玲芬燕彬宇浩凯丹健俊帆雪梅鑫波宁莉晓婷兰凤洁琳素云莲客户名称话址"
    "深圳沪京津渝粤鲁浙苏州杭限责任有限贸易技术集团经理监总裁助售采购财"
)
_COMMON_TRADITIONAL = frozenset(
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經"
    "去法學如都同現當沒動面起看定天分還進好小部其些主樣理心本前開但因只從想實日者意無力它與長把機十民第公此已工使情明性知全三又關點"
    "正業外將兩高間由問很最重並物手應向頭文體政美相見被利等產或新己制身果加西月話合回特代內信表化老給世位次度門任常先海通教原東聲"
    "提立及比員解水名真論處走義各入幾口認條平系氣題活更別打女四神總何電數安少報結反受目太量再感建務做接必場件計管期市直資命山金指"
    "聯絡繫絡姓移郵箱編職備註縣區街號樓室李劉陳楊黃趙周吳徐孫朱胡郭何林羅鄭梁謝宋唐馮鄧曹彭曾蕭田董袁潘蔣蔡余杜葉蘇魏呂丁沈盧姜"
    "鍾譚陸汪范廖石方熊賈夏鄒白孟秦邱侯江尹薛段雷龍史陶賀顧毛龔邵錢嚴武戴莫孔湯張王許莊游簡賴詹連温溫"
    "偉芳娜敏靜秀英麗強磊軍勇豔傑濤明超霞平剛桂華玉萍紅玲芬燕彬宇浩凱健俊雪梅寧莉曉婷蘭鳳潔琳雲蓮怡君志豪宗翰淑惠美雅客戶稱址臺台"
    "北中南高雄新竹桃園限責任貿易技術集團經理監裁助售採購財"
)
_COMMON_JAPANESE = frozenset(
    "日一国会人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四定今回新場金員九入選立開手米力学"
    "問高代明実円関決子動京全目表戦経通外最言氏現理調体化田当八六約主題下首意法不来作性的要用制治度務強気小七成期公野協取都和統以機平総"
    "加山思家話世受区領多県続進正安設保改数記院女初北午指権心界支第産結百派点教報済書府活原先共得解名交資予川向際査勝面委告軍文反元重近"
    "佐藤鈴木高橋田中渡辺伊藤山本中村小林加藤吉田山田佐々木山口松本井上木村林斎清水山崎森池橋阿部石前岡後長谷村近遠青坂福太西藤三浦岡中"
    "島原野内谷沢菅千岩柴酒工横宮武上杉増小河新井大塚竹金平郎美恵智裕真由香奈優太翔陽菜郵便番号住所電話氏名会社役職部課姓性別生年月日備考"
)
_KNOWN_JAPANESE = _COMMON_JAPANESE | frozenset("様殿県市区町村丁目番地株式会社有限担当者連絡先携帯")


def _latin_score(text: str, languages: tuple[str, ...]) -> float:
    best = -1.0
    marks: list[tuple[str, float]] = []
    run = 0
    for position, char in enumerate(text):
        if char < "\x80":
            run = 0
            continue
        before = text[position - 1] if position else " "
        after = text[position + 1] if position + 1 < len(text) else " "
        run += 1
        if char.isalpha() or unicodedata.combining(char):
            penalty = 0.0
            if run >= 3:
                penalty += 1.0
            if not before.isalpha() and not after.isalpha():
                penalty += 0.5
            if char.isupper() and before.islower():
                penalty += 1.2
            elif char.islower() and before.isupper() and after.isupper():
                penalty += 0.8
            if not before.isalpha() and char.islower() and after.isupper():
                penalty += 0.8
            marks.append((char.lower(), penalty))
        else:
            inside = after.isalpha() and (before.isalpha() or char not in _BEFORE_WORDS)
            if char in _INNER or not inside:
                marks.append(("", 0.5 if char in _QUOTES + _SYMBOLS + _INNER else 1.2))
            else:
                marks.append(("", 2.0))
    if not marks:
        return 0.0
    for language in languages:
        total = 0.0
        for letter, penalty in marks:
            rank = language.find(letter) if letter else 0
            total += (1.0 - 0.4 * rank / len(language) if rank >= 0 else -0.2) - penalty
        best = max(best, total / len(marks))
    if languages[0] != _WESTERN[0]:
        return best
    # Lists of names mix French, German and Spanish ones.
    mixed = sum((_MIXED if not letter or letter in _COMMON_WESTERN else -0.2) - penalty for letter, penalty in marks)
    return max(best, mixed / len(marks))


def _alphabet_score(text: str, alphabet: str) -> float:
    cased = alphabet[0].upper() != alphabet[0]
    total, count = 0.0, 0
    for position, char in enumerate(text):
        if char < "\x80":
            continue
        count += 1
        before = text[position - 1] if position else " "
        after = text[position + 1] if position + 1 < len(text) else " "
        rank = alphabet.find(char.lower())
        if rank < 0:
            inside = before.isalpha() and after.isalpha() and char not in _INNER
            total += 0.3 if char in _QUOTES + _SYMBOLS and not inside else -1.0
            continue
        mark = 1.0 - 0.5 * rank / len(alphabet)
        if cased and char.isupper() and before.islower():
            mark -= 1.5
        if cased and char.islower() and not before.isalpha() and after.isupper():
            mark -= 1.0
        if (char in _FINAL_LETTERS and after.isalpha()) or (char == "σ" and not after.isalpha()):
            mark -= 1.0
        if cased and before.isalpha() and before.isupper() and char.isupper():
            mark -= 0.15
        if before.isascii() and before.isalpha():
            mark -= 0.8
        total += mark
    if not count:
        return 0.0
    score = total / count
    # Names and headers begin with capitals, and Greek words have an accent.
    if cased:
        score -= 0.4 * _without_vowels(text)
    if cased and count >= 4 and not any(char.isupper() for char in text if char >= "\x80"):
        score -= 0.15
    if alphabet[0] == "α" and count >= 6 and not _GREEK_ACCENTS.intersection(text) and text != text.upper():
        score -= 0.4
    return score


def _without_vowels(text: str) -> float:
    """The share of words that have four consonants in a row: what is read with the wrong alphabet is full of them."""
    words = [word for word in re.findall(r"[^\W\d_]{3,}", text.lower()) if not word.isascii()]
    if not words:
        return 0.0
    return sum(1 for word in words if _FOUR_CONSONANTS.search(word)) / len(words)


def _han_mark(char: str, common: frozenset[str], level_one: bool) -> float:
    if char in common:
        return 1.0
    return 0.55 if level_one else -0.3


def _between_letters(text: str, position: int) -> bool:
    before = text[position - 1] if position else " "
    after = text[position + 1] if position + 1 < len(text) else " "
    return (before.isascii() and before.isalpha()) or (after.isascii() and after.islower())


def _east_asian_score(text: str, codec: str, mark: Callable[[str, bytes], float]) -> float:
    total, count = 0.0, 0
    for position, char in enumerate(text):
        if char < "\x80":
            continue
        count += 1
        value = mark(char, char.encode(codec, "replace"))
        # A Latin letter with an accent and the letter after it look like one character of two bytes.
        if value > -0.5 and unicodedata.category(char) == "Lo" and _between_letters(text, position):
            value -= 0.7
        total += value
    return total / count if count else 0.0


def _is_kana(char: str) -> bool:
    return "\u3041" <= char <= "\u30ff"


def _wide_punctuation(char: str) -> bool:
    return "\u3000" <= char <= "\u303f" or "\uff01" <= char <= "\uff5e" or char in "·—‘’“”…№℃￥"


def _gb_mark(char: str, raw: bytes) -> float:
    if _wide_punctuation(char):
        return 0.6
    if len(raw) != 2 or _is_kana(char):
        return -0.4
    level_one = 0xB0 <= raw[0] <= 0xD7 and raw[1] >= 0xA1
    if not level_one and not (0xD8 <= raw[0] <= 0xF7 and raw[1] >= 0xA1):
        return 0.3 if char in _COMMON_TRADITIONAL else -0.5
    return _han_mark(char, _COMMON_SIMPLIFIED, level_one)


def _big5_mark(char: str, raw: bytes) -> float:
    if _wide_punctuation(char):
        return 0.6
    if len(raw) != 2 or _is_kana(char):
        return -0.4
    return _han_mark(char, _COMMON_TRADITIONAL, 0xA4 <= raw[0] <= 0xC6)


def _japanese_mark(char: str, raw: bytes) -> float:
    if "\uff61" <= char <= "\uff9f":
        return 0.5
    if _is_kana(char):
        return 1.0
    if _wide_punctuation(char):
        return 0.6
    if "\ue000" <= char <= "\uf8ff":
        return -1.0
    level_one = len(raw) == 2 and 0x88 <= raw[0] <= 0x97
    return _han_mark(char, _KNOWN_JAPANESE, level_one) if char >= "\u4e00" else -0.3


def _euc_jp_mark(char: str, raw: bytes) -> float:
    if _is_kana(char):
        return 1.0
    if _wide_punctuation(char):
        return 0.6
    level_one = len(raw) == 2 and 0xB0 <= raw[0] <= 0xCF
    return _han_mark(char, _KNOWN_JAPANESE, level_one) if char >= "\u4e00" else -0.3


def _korean_mark(char: str, raw: bytes) -> float:
    if "\uac00" <= char <= "\ud7a3":
        return 1.0 if len(raw) == 2 and raw[0] >= 0xB0 and raw[1] >= 0xA1 else -0.3
    return 0.5 if _wide_punctuation(char) else -0.8


def _latin(codec: str) -> Callable[[str], float]:
    return lambda text: _latin_score(text, _LATIN[codec])


def _alphabet(name: str) -> Callable[[str], float]:
    return lambda text: _alphabet_score(text, _ALPHABETS[name])


def _asian(codec: str, mark: Callable[[str, bytes], float]) -> Callable[[str], float]:
    return lambda text: _east_asian_score(text, codec, mark)


# Each with what is added to its score: how often such files are seen, worth something only where scores are close.
SCORES: Mapping[str, tuple[float, Callable[[str], float]]] = {
    "cp1252": (0.15, _latin("cp1252")),
    "gb18030": (0.05, _asian("gb18030", _gb_mark)),
    "cp932": (0.06, _asian("cp932", _japanese_mark)),
    "big5": (0.04, _asian("big5", _big5_mark)),
    "cp949": (0.04, _asian("cp949", _korean_mark)),
    "cp1251": (0.1, _alphabet("cyrillic")),
    "cp1250": (0.04, _latin("cp1250")),
    "mac_roman": (0.05, _latin("mac_roman")),
    "cp1254": (0.02, _latin("cp1254")),
    "euc_jp": (0.03, _asian("euc_jp", _euc_jp_mark)),
    "koi8_r": (0.0, _alphabet("cyrillic")),
    "cp1253": (0.0, _alphabet("greek")),
    "cp1255": (0.0, _alphabet("hebrew")),
    "cp1256": (0.0, _alphabet("arabic")),
    "cp874": (0.0, _alphabet("thai")),
    "cp1257": (-0.06, _latin("cp1257")),
    "iso8859_2": (-0.02, _latin("iso8859_2")),
    "cp1258": (-0.1, _latin("cp1258")),
    "cp850": (-0.06, _latin("cp850")),
    "cp852": (-0.15, _latin("cp852")),
    "cp866": (-0.06, _alphabet("cyrillic")),
    "mac_cyrillic": (-0.12, _alphabet("cyrillic")),
    "koi8_u": (-0.02, _alphabet("cyrillic")),
    "iso8859_5": (-0.08, _alphabet("cyrillic")),
    "iso8859_6": (-0.05, _alphabet("arabic")),
    "mac_greek": (-0.08, _alphabet("greek")),
    "cp737": (-0.1, _alphabet("greek")),
    "mac_latin2": (-0.12, _latin("mac_latin2")),
    "mac_turkish": (-0.08, _latin("mac_turkish")),
    "cp857": (-0.12, _latin("cp857")),
    "big5hkscs": (-0.05, _asian("big5hkscs", _big5_mark)),
}

_HUNGARIAN = re.compile(r"õ(?!e)|û", re.I)
_NOT_HUNGARIAN = re.compile(r"[^\x00-\x7fáéíóöõúüûÁÉÍÓÖÕÚÜÛ\u2010-\u203a§°«»]")


def is_hungarian(western: str) -> bool:
    """Whether a text that was read as Western European is Hungarian, whose ő and ű came out as õ and û.

    The two readings differ in nothing else. Portuguese writes õ before e and has ã and ç, Estonian has none of the
    accents that Hungarian has, French has è, ê and ç beside its û.
    """
    found = _HUNGARIAN.search(western)
    if found is None or _NOT_HUNGARIAN.search(western):
        return False
    needed = "áéíóú" if found[0].casefold() == "õ" else "öüáí"
    return any(letter in western.casefold() for letter in needed)


# What else in a file tells where it is from: ends of addresses and calling codes.
_HINTS = (
    (
        re.compile(rb"\.(?:pl|cz|sk|hu|ro|hr|si|rs|ba)\b|\+(?:48|420|421|36|40|385|386|381)"),
        ("cp1250", "iso8859_2", "cp852"),
    ),
    (re.compile(rb"\.(?:ru|ua|by|bg|kz|su)\b|\+(?:7|380|375|359)\d"), ("cp1251", "koi8_r", "cp866", "mac_cyrillic")),
    (re.compile(rb"\.tr\b|\+90"), ("cp1254",)),
    (re.compile(rb"\.gr\b|\+30"), ("cp1253",)),
    (re.compile(rb"\.il\b|\+972"), ("cp1255",)),
    (re.compile(rb"\.(?:lt|lv|ee)\b|\+37[012]"), ("cp1257",)),
    (re.compile(rb"\.vn\b|\+84"), ("cp1258",)),
    (re.compile(rb"\.jp\b|\+81"), ("cp932", "euc_jp")),
    (re.compile(rb"\.kr\b|\+82"), ("cp949",)),
    (re.compile(rb"\.cn\b|\+86"), ("gb18030",)),
    (re.compile(rb"\.(?:tw|hk|mo)\b|\+(?:886|85[23])"), ("big5", "big5hkscs")),
    (re.compile(rb"\.th\b|\+66"), ("cp874",)),
)
HINT_WEIGHT = 0.15


def hinted(head: bytes) -> frozenset[str]:
    """Encodings that the country of some address or phone number speaks for."""
    return frozenset(codec for pattern, codecs in _HINTS if pattern.search(head) for codec in codecs)
