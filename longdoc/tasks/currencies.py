"""How currencies are written beside amounts, as parts of patterns."""

from __future__ import annotations

__all__ = ["CODES", "COIN", "DOLLAR_OF", "SIGN", "SIGNS"]

SIGNS = "$€£¥￥₹₩₽₺₪₫₦₱฿＄￡"
SIGN = f"[{SIGNS}]"
DOLLAR_OF = "(?:US|HK|NZ|NT|CA|AU|[CARS])"  # before a sign: "HK$"
CODES = (
    "USD|EUR|GBP|CHF|CAD|AUD|NZD|SGD|HKD|TWD|JPY|CNY|RMB|INR|KRW|SEK|NOK|DKK|BRL|MXN|ZAR|PLN|CZK|HUF|TRY|RUB"
    "|ILS|AED|SAR|THB|MYR|IDR|PHP|VND"
)
COIN = (
    r"(?:(?:(?:US|U\.S\.|Canadian|Australian|New\s+Zealand|Singapore|Hong\s+Kong|Swiss)\s+)?"
    r"(?:dollars?|euros?|pounds?(?:\s+sterling)?|cents?|pence|yuan|renminbi|yen|francs?|rupees?"
    r"|pesos?|r(?:o)?ubles?|baht|lir[ae]|kron(?:or|er|a)|dirhams?|riyals?|shekels?|zloty(?:s|ch)?|ringgit|forints?"
    r"|naira|dinars?|rupiah|reais)"
    r"|(?:South\s+)?Korean\s+won)"
)
