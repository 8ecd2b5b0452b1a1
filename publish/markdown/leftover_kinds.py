"""What markup looks like that was left in a text: the table that `leftovers` asks, the first row that fits first.

None may look further than to the next sign of its own kind, or some hundred letters: it is asked at every letter of a text.
"""

from __future__ import annotations

from publish.lazy import dataclass


@dataclass(frozen=True)
class Kind:
    """One kind of markup: how it looks, what it looks like in words, what to do, its code, what becomes of it.

    `signs`, divided by spaces: a text that has none of them holds nothing of the kind.
    """

    name: str
    signs: str
    pattern: str
    looks_like: str
    hint: str
    code: str = "C016"
    so: str = " and is printed as it stands"


_OTHER_TOOL = "write what it stands for; the press runs no templates"
_ESCAPE = "if it is meant to be read as it is, put it between backticks or a backslash before it"
_REVIEW = 'accept it or reject it and take the marks away, or write critic = "accept" or "strip" under [markdown] in book.toml'

_WITHIN = "it opens and closes in the same paragraph, outside of raw HTML; a star that is meant is \\*"

KINDS: tuple[Kind, ...] = (
    Kind(
        "critic",
        "{ }",
        r"\{(?:\+\+|--|–|~~|>>|==)(?!\})(?:[^{}\n]*(?:\+\+|--|–|~~|<<|==)\})?|(?<!\{)(?:\+\+|--|–|~~|<<|==)\}",
        "an editor's mark (CriticMarkup)",
        _REVIEW,
        "C015",
        ", and no edition may be printed with it",
    ),
    Kind("comment", "<!", r"<!(?:--|–|—)", "a comment that is not closed", "close it with --> where it ends", "C018"),
    Kind("shortcode", "{{", r"\{\{[<%](?:[^\n]{0,300}?[%>]\}\})?", "a shortcode of Hugo or Quarto", _OTHER_TOOL),
    Kind("variable", "{{", r"\{\{(?:[^{}\n]*\}\})?", "a variable of a template", _OTHER_TOOL),
    Kind("tag", "{%", r"\{%(?:[^\n]{0,300}?%\})?", "a tag of Liquid or Jinja", _OTHER_TOOL),
    Kind("role", "{", r"\{[a-z][\w:+.-]*\}`(?:[^`\n]*`)?", "a role of MyST", "write the words, a link or code"),
    Kind(
        "div",
        ":::",
        r"^[ \t]*:{3,}(?!:)",
        "a mark of a fenced div",
        "a block opens with ::: name and closes with :::, on lines of their own",
    ),
    Kind(
        "span",
        "]{",
        r"\](?:\{[.#:\w][^{}\n]*\})",
        "attributes",
        "attributes stand right behind words in brackets, links, images or code",
    ),
    Kind(
        "attributes",
        "{",
        r"(?<!\w)\{(?::[ \t]*)?(?:[#.][A-Za-z]|-(?=\}))[^{}\n]*\}",
        "attributes",
        "attributes stand at the end of a heading or right behind what they belong to",
    ),
    Kind(
        "markua",
        "{",
        r"^[ \t]*\{[a-z][\w-]*: [^{}\n]+\}[ \t]*$",
        "attributes of Markua",
        "a line of attributes stands right above what it belongs to",
    ),
    Kind(
        "mark",
        "{",
        r"^[ \t]*\{/?[a-z][a-z-]*\}[ \t]*$",
        "a mark of Markua",
        "remove it; the parts of a book are said in the list of its chapters",
    ),
    Kind(
        "expression",
        "{",
        r"(?<![\w$@\\{])\{[a-z]\w*(?:\.[a-z]\w*)+(?:\(\))?\}(?!\})",
        "an expression of MDX",
        "write what it stands for",
    ),
    Kind(
        "snippet",
        "<<<",
        r"^<<<[ \t]*@?/?[\w./-]+\.\w+",
        "an include of VuePress",
        "write ```js file=code.js, or include it",
    ),
    Kind(
        "undefined",
        "][",
        r"(?<![\w\]!\\])\[(?=[^\]\[\n]*[^\W\d])[^\]\[\n]*\]\[(?![@^])[^\]\[\n]+\]",
        "a link by a label that nothing defines",
        "define the label on a line of its own: [label]: address",
        "C047",
    ),
    Kind(
        "note",
        "[^",
        r"\[\^[^\]\s]{0,100}[^\S\n][^\]\n]{0,200}\]",
        "a note",
        "the label of a note has no spaces: [^label]",
    ),
    Kind(
        "tex",
        "\\",
        r"\\(?!begin|end)(?:[A-Za-z]{2,}\*?(?:\[[^\[\]\n]*\])?\{(?:[^{}\n]*\})?|(?:maketitle|tableofcontents|noindent|bigskip|medskip"
        r"|smallskip|hfill|vfill|centering|newline|linebreak|item)\b)",
        "a command of TeX",
        "write it in Markdown",
        "C017",
    ),
    Kind(
        "reference",
        "@",
        r"(?<![\w@.])@(?:fig|tbl|tab|eq|sec|lst|ch|part)[:-]\w+|@ref\([\w:-]+\)",
        "a cross-reference",
        _ESCAPE,
    ),
    Kind("alert", "[!", r"^\[![A-Za-z]+\]", "an admonition", "it stands alone on the first line of a block quote"),
    Kind(
        "admonition",
        "!!! ???",
        r"^[ \t]*(?:!!!|\?\?\?\+?)[ \t]+\w+",
        "an admonition",
        "its text is indented by four spaces",
    ),
    Kind("directive", "::", r"^[ \t]*\.\.[ \t]+[\w-]+::", "a directive of reStructuredText", "write it in Markdown"),
    Kind("blurb", ">", r"^[ABDEIQTWX]>[ \t]", "an aside of Leanpub", _ESCAPE),
    Kind("listing", "<<", r"^<<[\[({]", "an include of Leanpub", _ESCAPE),
    Kind(
        "mdx",
        "import export",
        r"^(?:import[ \t][^\n\"'“”‘’«»]*[\"'“”‘’«»][^\n]+[\"'“”‘’«»];?[ \t]*$"
        r"|export[ \t]+(?:default|const|function)\b)",
        "code of MDX",
        "take it out; a book runs no code",
    ),
    Kind(
        "icon",
        ":material- :fontawesome- :octicons- :simple-",
        r"(?<!\w):(?:material|fontawesome|octicons|simple)-[\w-]+:",
        "an icon of a site",
        "write a word for it",
    ),
    Kind("embed", "![[", r"!\[\[[^\[\]\n]+\]\]", "a page of Obsidian put in here", "link to the page, or include it"),
    Kind(
        "link", "](", r"!?\[[^\[\]\n]*\]\([^()\s]+\)", "a link", "Markdown is read within HTML only after a blank line"
    ),
    Kind(
        "strong",
        "**",
        r"\*\*(?=\S)[^*\n]+(?<=\S)\*\*|(?<![\w*])\*\*(?:(?=[^\s*\d])[^*\n]+ \*\*(?![\w*])| (?=[^\W\d])[^*\n]+(?<=\S)\*\*(?![\w*]))",
        "strong emphasis",
        "its stars stand at the outside of words",
    ),
    Kind(
        "emphasis",
        "* _",
        r"(?<![\w*])\*(?=[^\s*\d])[^*\n]+(?:(?<=[^\s*])\*(?![\w*])|(?<= )\*(?=[.,;:!?)…”’»](?!\w)|$))",
        "emphasis that was not read",
        _WITHIN,
    ),
    Kind(
        "half",
        "* _",
        r"\A[*_]{1,3}(?=[A-Z\"'“‘„«])|[.,!?;:\"'’”»]\*{1,3}\Z",
        "emphasis that was not read",
        _WITHIN,
    ),
    Kind(
        "heading",
        "#",
        r"^[ \t]{0,3}#{2,6}[ \t]*[^\W\d_][^#\n]*$|\A#[^\W\d_][^\n#]*[ ][^\n#]{0,50}(?<![.!?,;:])\Z",
        "a heading",
        "a heading has a space behind its # and, within HTML, a blank line before it",
    ),
    Kind(
        "table",
        "| +",
        r"^[ \t]*(?:\|[^\n]*\|[ \t]*\n[ \t]*\|[^\n]*\||\+[-–—=+:]{3,}\+?)",
        "a table",
        "a table has a row of dashes under its head, with as many columns",
    ),
    Kind(
        "element",
        ":",
        r"</?[A-Za-z][\w.-]{0,40}:[A-Za-z][\w.-]{0,40}(?=[\s/>])[^<>\n]{0,300}>",
        "an element of XML",
        "a book has elements of HTML only; write what it stands for",
    ),
    Kind(
        "entity",
        "&",
        r"&(?:#\d{1,7}|[A-Za-z][A-Za-z0-9]{1,31});",
        "a named character that HTML does not have",
        "write the character itself",
    ),
)
