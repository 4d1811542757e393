"""Text in the encodings of the languages of Europe and the Near East, without a declaration."""

from __future__ import annotations

import pytest

from longdoc.documents.text.encodings import decode

POLISH = "Umowa została zawarta 5 maja 2031 r. Najemca płaci czynsz w wysokości 900 złotych miesięcznie."
CZECH = "Nájemce je povinen platit nájemné vždy do 5. dne měsíce. Smlouva končí 31. prosince 2031."
HUNGARIAN = "A szerződés 2031. december 31-én jár le. A bérlő havonta fizet, a közös költséget is ő űzi."
CROATIAN = "Ugovor istječe 31. prosinca 2031. Najmoprimac plaća 900 eura mjesečno i čuva ključ, što je važno."
ROMANIAN = "Contractul expiră la 31 decembrie 2031. Chiriaşul plăteşte 900 de lei şi întreţine locuinţa."
TURKISH = "Sözleşme 31 Aralık 2031 tarihinde sona erer. Kiracı ayda 900 lira öder, İstanbul'da ağaçlar var."
LATVIAN = "Līgums beidzas 2031. gada 31. decembrī. Īrnieks maksā 900 eiro mēnesī. Ēka ir jāsargā."
LITHUANIAN = "Nuomininkas moka 900 eurų per mėnesį, žinoma, už šį butą. Ačiū."
RUSSIAN = "Срок аренды истекает 31 декабря 2031 года. Арендатор платит 40 000 рублей в месяц."
UKRAINIAN = "Строк оренди закінчується 31 грудня 2031 року. Її підписав пан Галаган у Києві."
GREEK = "Η μίσθωση λήγει στις 31 Δεκεμβρίου 2031. Το μίσθωμα είναι 900 ευρώ τον μήνα."
HEBREW = "החוזה מסתיים ב-31 בדצמבר 2031. שכר הדירה הוא 900 שקל לחודש."
ARABIC = "ينتهي العقد في 31 ديسمبر 2031. الإيجار 900 درهم في الشهر."
FRENCH = "Le bail expire le 31 décembre 2031. Le loyer est payé à l’avance. Où est la clé ? Près du garçon."
GERMAN = "Die Miete für die Wohnung in der Großen Straße beträgt 900 Euro. Schlüssel: Herr Müller."
SWEDISH = "Avtalet löper ut den 31 december 2031. Hyran är 900 kronor per månad på Ängsgatan i Västerås."
ICELANDIC = "Leigan er 900 krónur á mánuði. Það er Þórður sem geymir lykilinn í húsinu."
ENGLISH = "The rent is £900 – “payable in advance” – at 20°C, said the café’s owner; 5 m² at Škoda’s."
WRITTEN = [
    *((POLISH, one) for one in ("cp1250", "iso8859-2")),
    *((CZECH, one) for one in ("cp1250", "iso8859-2", "cp852")),
    *((HUNGARIAN, one) for one in ("cp1250", "iso8859-2")),
    *((CROATIAN, one) for one in ("cp1250", "iso8859-2")),
    *((ROMANIAN, one) for one in ("cp1250", "iso8859-2")),
    *((TURKISH, one) for one in ("cp1254", "iso8859-9", "cp857")),
    *((LATVIAN, one) for one in ("cp1257", "iso8859-13")),
    *((LITHUANIAN, one) for one in ("cp1257", "iso8859-13")),
    *((RUSSIAN, one) for one in ("cp1251", "koi8-r", "iso8859-5", "cp866", "mac-cyrillic")),
    *((UKRAINIAN, one) for one in ("cp1251", "koi8-u")),
    *((GREEK, one) for one in ("cp1253", "iso8859-7")),
    (HEBREW, "cp1255"),
    *((ARABIC, one) for one in ("cp1256", "iso8859-6")),
    *((FRENCH, one) for one in ("cp1252", "mac-roman")),
    *((GERMAN, one) for one in ("latin-1", "mac-roman", "cp850")),
    *((SWEDISH, one) for one in ("latin-1", "mac-roman", "cp850")),
    (ICELANDIC, "latin-1"),
    (ENGLISH, "cp1252"),
]


@pytest.mark.parametrize(("text", "encoding"), WRITTEN)
def test_text_is_read_in_the_encoding_of_its_language(text: str, encoding: str) -> None:
    read, (told,) = decode(text.encode(encoding))
    assert read == text
    assert told.startswith("the encoding is not given; it was read as")


@pytest.mark.parametrize(
    "text", ["Signé à Évreux par M. Lefèvre : payé", "Müller, José, Škoda, Peña, Ærø", "café"]
)
def test_western_text_stays_so_up_to_its_end(text: str) -> None:
    assert decode(text.encode("cp1252"))[0] == text


def test_a_short_note_in_cyrillic_is_not_taken_for_japanese() -> None:
    assert decode("Ключ хранится в комнате 14.".encode("koi8-r"))[0] == "Ключ хранится в комнате 14."
