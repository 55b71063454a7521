"""Finds the places at which a C++ file can be made wrong, and the change at each.

Texts are those of the file; a place is known by its line's text, never by its number."""
import re

COMPARE = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "==": "!=", "!=": "=="}
OPPOSITE = {"&&": "||", "||": "&&", "+": "-", "-": "+", "*": "/", "/": "*", "+=": "-=", "-=": "+=", "++": "--", "--": "++"}

# Lines in which a change does not affect behaviour: reserved memory, checks that can never fail, declarations.
SILENT = re.compile(r"\breserve\(|ENGINE_CHECK|SIM_CHECK|static_assert|^\s*(?:using|template|namespace|enum|struct|class|friend|#)\b|\boperator\b|std::array<|= delete|= default")

STATEMENT = re.compile(r"\s*(?:\+\+|--)?[A-Za-z_][\w.:>\[\]-]*(?:\(.*\)|\s*[-+|&*/]?=\s.*|\+\+|--);\s*$")
NO_STATEMENT = re.compile(r"\s*(?:return|const|auto|case|default|public|private|else|static|throw|constexpr)\b")
JUMP = re.compile(r"\s*(?:(?:if|for|while) \(.*;|(?:continue|break);)\s*$")

# Folders above a room, and within the report, are no part of a file's name in a lot, so that files can move between them
# and the same mutants are drawn.
WING = re.compile(r"^(engine/src/)(?:ground|see|judge|act|account)/|^(harness/report/)(?:rows|files|page/data|page/html)/")


class Site:
    """One mutant: the text between `begin` and `end` of the file is replaced."""

    def __init__(self, operator, text, begin, end, new):
        self.operator, self.begin, self.end, self.new = operator, begin, end, new
        line_begin = text.rfind("\n", 0, begin) + 1
        line_end = text.find("\n", end)
        line_end = len(text) if line_end < 0 else line_end
        # A comment behind the line is no part of the mutant, so that its words can change and the same lot is drawn.
        self.old_line = text[line_begin:line_end].split("  // ")[0].strip()
        self.new_line = (text[line_begin:begin] + new + text[end:line_end]).split("  // ")[0].strip()
        self.number = 0  # Number among the places of the file with the same two lines.

    def key(self, file):
        return f"{WING.sub(lambda found: found[1] or found[2], file)} | {self.old_line} | {self.new_line} | {self.number}"

    def apply(self, text):
        return text[: self.begin] + self.new + text[self.end :]


def code_of(text):
    """The text with comments, strings and characters blanked out; every other character is where it was."""
    blank = lambda match: re.sub(r"[^\n]", " ", match.group())
    pattern = r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|(?<![0-9a-fA-F])\'(?:\\.|[^\'\\\n])+\''
    return re.sub(pattern, blank, text, flags=re.S)


def without_comments(text):
    """The text without comments, blank lines and the blanks around a line: equal for files that compile to the same."""
    pattern = r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"'
    kept = re.sub(pattern, lambda match: "" if match.group().startswith(("//", "/*")) else match.group(), text, flags=re.S)
    return "\n".join(line.strip() for line in kept.splitlines() if line.strip())


def closing(code, begin):
    """The parenthesis that closes the one at `begin`; −1 when there is none."""
    depth = 0
    for i in range(begin, len(code)):
        depth += {"(": 1, ")": -1}.get(code[i], 0)
        if depth == 0:
            return i
    return -1


def wrong_number(value):
    """One more; twice as much where one more would be within the tolerance of whatever the number is for."""
    return str(value + 1 if value < 10 else 2 * value)


def _tokens(code, begin, line):
    for match in re.finditer(r"(?<= )(<=|>=|==|!=|<|>)(?= )", line):
        yield "compare", begin + match.start(), begin + match.end(), COMPARE[match.group()]
    for match in re.finditer(r"(?<= )(&&|\|\|)(?= )", line):
        yield "logic", begin + match.start(), begin + match.end(), OPPOSITE[match.group()]
    for match in re.finditer(r"(?<=[\w)\]] )([-+*/])(?= [\w(-])|(?<= )(\+=|-=)(?= )|(\+\+|--)(?=[\w(;)])", line):
        yield "arithmetic", begin + match.start(), begin + match.end(), OPPOSITE[match.group()]
    for match in re.finditer(r"(?<![\w.'])(\d+)(?=(?:\.\d+)?(?:h|min|s|ms|us|f|u|U|ull)?(?![\w'.]))", line):
        yield "constant", begin + match.start(), begin + match.end(), wrong_number(int(match.group()))
    for match in re.finditer(r"\b(true|false)\b", line):
        yield "constant", begin + match.start(), begin + match.end(), "false" if match.group() == "true" else "true"
    for match in re.finditer(r"\b(?:if|while) (?=\()", line):
        first = begin + match.end()
        last = closing(code, first)
        if last < 0:
            continue
        condition = first + 1 + code[first + 1 : last].rfind(";") + 1
        if not re.match(r"\s*(?:const )?[\w:]+[*&]* [*&]?\w+ = ", code[condition:last]):
            lead = len(code[condition:last]) - len(code[condition:last].lstrip())
            yield "negation", condition + lead, last, "!(\0)"


def _statements(code, begin, line):
    if line.count("(") != line.count(")") or NO_STATEMENT.match(line):
        pass
    elif STATEMENT.match(line) or JUMP.match(line):
        first = begin + len(line) - len(line.lstrip())
        yield "removal", first, begin + len(line.rstrip()), ";"
        if line.startswith("  ") and not line.startswith("   ") and STATEMENT.match(line):
            yield "early return", first, first, "return; "
    if match := re.match(r"\s*return (?!\{\}|true|false|std::nullopt|nullptr)([^;]+);\s*$", line):
        yield "early return", begin + match.start(1), begin + match.end(1), "{}"


def sites(text):
    """Every mutant of a file, in the order of the text."""
    code = code_of(text)
    found, seen, begin = [], {}, 0
    for line in code.split("\n"):
        if not SILENT.search(text[begin : begin + len(line)]):
            for operator, first, last, new in [*_tokens(code, begin, line), *_statements(code, begin, line)]:
                site = Site(operator, text, first, last, new.replace("\0", text[first:last]))
                same = (site.old_line, site.new_line)
                site.number = seen[same] = seen.get(same, -1) + 1
                found.append(site)
        begin += len(line) + 1
    return found
