"""Currencies: the codes of ISO 4217, and the symbols and prefixes by which people write them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

_CODES = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
    CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG
    HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA
    MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD
    RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX
    USD UYU UZS VED VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
    ATS BEF DEM ESP FIM FRF GRD HRK IEP ITL LTL LVL NLG PTE SIT SKK EEK SUR
"""
CURRENCY_CODES = frozenset(_CODES.split())
"""All currencies of ISO 4217 in use, and those that the euro or the rouble replaced."""

_DOLLARS = {
    **dict.fromkeys(("US", "U.S.", "USD"), "USD"),
    **dict.fromkeys(("C", "CA", "CAD", "Can", "CDN"), "CAD"),
    **dict.fromkeys(("A", "AU", "AUD"), "AUD"),
    **dict.fromkeys(("NZ", "NZD"), "NZD"),
    **dict.fromkeys(("HK", "HKD"), "HKD"),
    **dict.fromkeys(("S", "SG", "SGD"), "SGD"),
    **dict.fromkeys(("MX", "Mex"), "MXN"),
    "NT": "TWD",
    "R": "BRL",
    "J": "JMD",
    "TT": "TTD",
    "EC": "XCD",
    "BZ": "BZD",
    "Bds": "BBD",
    "G": "GYD",
    "N": "NAD",
    "AR": "ARS",
    "CLP": "CLP",
    "COL": "COP",
    "RD": "DOP",
    "FJ": "FJD",
}
SYMBOLS: Mapping[str, str] = MappingProxyType(
    {f"{country}$": code for country, code in _DOLLARS.items()}
    | {"€": "EUR", "£": "GBP", "₽": "RUB", "₴": "UAH", "₸": "KZT", "₹": "INR", "₺": "TRY", "₩": "KRW", "₪": "ILS"}
    | {"₫": "VND", "₱": "PHP", "₦": "NGN", "₲": "PYG", "₡": "CRC", "₾": "GEL", "₼": "AZN", "₵": "GHS", "₭": "LAK"}
    | {"₮": "MNT", "฿": "THB", "៛": "KHR", "E£": "EGP", "L£": "LBP", "IR£": "IEP", "UK£": "GBP", "zł": "PLN"}
    | {"euros": "EUR", "euro": "EUR", "US dollars": "USD", "pounds sterling": "GBP", "yen": "JPY", "yuan": "CNY"}
    | {"rubles": "RUB", "roubles": "RUB", "hryvnias": "UAH", "tenge": "KZT", "Canadian dollars": "CAD"}
    | {"Australian dollars": "AUD", "Swiss francs": "CHF"}
    | {"Kč": "CZK", "RMB": "CNY", "CN¥": "CNY", "JP¥": "JPY", "RM": "MYR", "Rp": "IDR", "KSh": "KES", "TSh": "TZS"}
)
"""Symbols, prefixes and words that mean one currency, with its code."""
SHARED_SYMBOLS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"$": ("USD", "CAD", "AUD"), "¥": ("JPY", "CNY"), "₨": ("INR", "PKR", "LKR"), "Rs.": ("INR", "PKR", "LKR")}
    | {"Rs": ("INR", "PKR", "LKR"), "kr.": ("SEK", "NOK", "DKK"), "kr": ("SEK", "NOK", "DKK"), "R": ("ZAR", "BRL")}
    | {"Fr.": ("CHF", "XOF", "XAF"), "Fr": ("CHF", "XOF", "XAF")}
)
"""Symbols that several currencies share, with the codes of the best known."""
_SYMBOL = "|".join(
    re.escape(symbol) + (r"(?![^\W\d_]|-)" if symbol[-1].isalpha() else "")
    for symbol in sorted((*SYMBOLS, *SHARED_SYMBOLS), key=len, reverse=True)
)
_CURRENCY = re.compile(rf"(?<![^\W\d_])(?:{_SYMBOL}|[A-Z]{{3}}(?![^\W\d_]|-))")
SYMBOL_CHARACTERS = frozenset(
    symbol for symbol in (*SYMBOLS, *SHARED_SYMBOLS) if not symbol.isalnum() and len(symbol) == 1
)
"""The symbols that are one character and no letter."""


def find_currency(text: str, offset: int) -> re.Match[str] | None:
    """Return the symbol or code at an offset; None when there is none."""
    match = _CURRENCY.match(text, offset)
    known = match and (match[0] in CURRENCY_CODES or match[0] in SYMBOLS or match[0] in SHARED_SYMBOLS)
    return match if known else None


def list_currency_codes(written: str) -> tuple[str, ...]:
    """Return the code of a currency as it is written; several where its symbol does not say which."""
    return SHARED_SYMBOLS.get(written) or (SYMBOLS.get(written, written),)
