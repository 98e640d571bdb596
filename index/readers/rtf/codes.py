"""What the control words of RTF stand for: signs, breaks, code pages, and what is no text."""

from __future__ import annotations

# Words that stand for a sign, and for a break between lines or paragraphs.
SIGNS = {
    "tab": "\t",
    "emdash": "—",
    "endash": "–",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "bullet": "•",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
    "~": "\xa0",
    "_": "\u2011",
    "-": "",
    "zwj": "\u200d",
    "zwnj": "\u200c",
    "ltrmark": "\u200e",
    "rtlmark": "\u200f",
    "line": "\n",
    "lbr": "\n",
    "softline": "\n",
    "page": " ",
    "column": " ",
}
PARAGRAPH_ENDS = frozenset("par sect cell nestcell row nestrow \n \r".split(" "))
# Groups that are no part of the text, by what they are called in a message; "" for what never was.
LEFT_OUT = {
    **dict.fromkeys(("footnote",), "footnote"),
    **dict.fromkeys(("annotation",), "comment"),
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "page header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "page footer"),
    **dict.fromkeys(
        "fonttbl colortbl stylesheet info pict object fldinst datafield listtable "
        "listoverridetable revtbl rsidtbl filetbl generator themedata colorschememapping "
        "latentstyles datastore xmlnstbl wgrffmtfilter pgptbl mmathPr nonshppict shprslt sp "
        "bkmkstart bkmkend atnid atnauthor atntime atnref atnparent atndate atnicn listtext "
        "pntext pntxta pntxtb nonesttables nesttableprops ftnsep ftnsepc ftncn aftnsep aftnsepc "
        "aftncn docvar xe tc rxe txe private".split(),
        "",
    ),
}
# Groups that a reader who does not know them may skip, and that hold text all the same.
KEPT = frozenset("shpinst shptxt shppict ud fldrslt pgdsc".split()) - {"pgdsc", "shppict"}
CHARSETS = {
    0: "cp1252",
    2: "cp1252",
    77: "mac_roman",
    128: "cp932",
    129: "cp949",
    130: "johab",
    134: "gbk",
    136: "cp950",
    161: "cp1253",
    162: "cp1254",
    163: "cp1258",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    204: "cp1251",
    222: "cp874",
    238: "cp1250",
    255: "cp437",
}
PAGES = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}
