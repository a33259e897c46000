#!/usr/bin/env python3
"""Forms of co_await that g++ 12.2 miscompiles without a warning (docs: style, "Coroutines with Asio"), by regex.

Also lambdas that are coroutines and capture: captures live in the lambda, not in the frame. A line may say
`coroutine-lint: allow (why)` in a comment, where the type is known to have no destructor, or a constructor.

  ci/lint_coroutines.py               check the tree; exit 1 on findings
  ci/lint_coroutines.py --self-test   show that every rule fires on a bad sample and not on a good one
"""

import re

import rules

AGGREGATE = "a braced temporary beside co_await is destroyed twice: name it on the line before, then move it"
BRACED = "a braced argument beside co_await is destroyed twice or does not compile: name it on the line before"
LAMBDA = "a lambda that captures by value beside co_await is destroyed twice: name the lambda, then std::move it"
INSIDE = "co_await inside braces does not compile or frees wrongly: await into a local first"
SWITCH = "switch (co_await ...) crashes if every branch returns: await into a local first"
CAPTURE = "a coroutine lambda with captures: write a named function, or pass them as parameters"
ALLOW = re.compile(r"coroutine-lint: allow \(.+\)")

# Without a destructor, whatever is in the braces.
TRIVIAL = re.compile(r"^(world::|std::|asio::|chrono::)*(Duration|Instant|UtcTime|byte|size_t|u?int\d+_t|string_view|"
                     r"nanoseconds|microseconds|milliseconds|seconds|minutes|hours|use_awaitable_t(<.*>)?)$")
BODY = "\x02"  # stands for a body that is left out
KEYWORDS = {"else", "do", "try", "mutable", "noexcept", "const", "override", "final", "return", "co_return", "struct", "class",
            "namespace", "enum", "union"}
NAME_BEFORE = re.compile(r"(->\s*)?([A-Za-z_][\w:]*(?:<[^;(){}]*>)?)\s*$")
CAPTURES = re.compile(r"(?<![\w)\]\[])\s*\[(?P<list>[^\[\]]*)\]\s*(?=\(|\{|<|mutable\b|->|" + BODY + ")")


def opens_block(code, brace):
    """Whether the `{` at `brace` begins statements; else it begins values."""
    before = code[:brace].rstrip()
    if not before or before[-1] in ");{}]":
        return True
    named = NAME_BEFORE.search(before)
    if named is None:
        return False
    if named.group(1) or named.group(2) in KEYWORDS:
        return True
    return re.search(r"\b(struct|class|namespace|enum|union)\s+[\w:]+(\s+final)?(\s*:[^;{}]*)?$", before) is not None


def match_brace(code, at):
    depth = 0
    for i in range(at, len(code)):
        depth += (code[i] == "{") - (code[i] == "}")
        if depth == 0:
            return i
    return len(code) - 1


def statement_around(code, at):
    """Start and end of the full expression around `at`, and whether value braces stand around it."""
    inside = False
    start, depth = at, 0
    while start > 0:
        char = code[start - 1]
        if char == "}":  # a nested lambda's body, or values: over it; at depth 0 of blocks it ends the search
            open_at = code.rfind("{", 0, start)
            level = 1
            i = start - 2
            while i >= 0 and level > 0:
                level += (code[i] == "}") - (code[i] == "{")
                i -= 1
            open_at = i + 1
            if depth == 0 and opens_block(code, open_at) and not re.match(r"\s*[),(]", code[start:]):
                break
            start = open_at
            continue
        if char in ")]":
            depth += 1
        elif char in "([":
            depth -= 1
        elif char == ";" and depth <= 0:
            break
        elif char == "{":
            if opens_block(code, start - 1):
                break
            inside = True
        start -= 1
    end = at
    while end < len(code):
        char = code[end]
        if char == "{":
            if opens_block(code, end) and not is_lambda_body(code, end):
                break
            end = match_brace(code, end)
        elif char in ";}":
            break
        end += 1
    return start, end, inside


def is_lambda_body(code, brace):
    head = code[max(0, brace - 400):brace]
    return re.search(r"\[[^\[\]]*\]\s*(\([^{};]*\))?\s*(mutable|noexcept)?\s*(->[^{};()]*)?\s*$", head) is not None


def without_bodies(code):
    """Lambda bodies blanked: they are functions of their own."""
    out, i = list(code), 0
    while i < len(code):
        if code[i] == "{" and opens_block(code, i):
            end = match_brace(code, i)
            for j in range(i, min(end + 1, len(code))):
                out[j] = " " if out[j] != "\n" else "\n"
            out[i] = BODY
            i = end
        i += 1
    return "".join(out)


def captures_by_value(list_text):
    for part in filter(None, (p.strip() for p in list_text.split(","))):
        if part != "this" and not part.startswith("&"):
            return True
    return False


def find(code):
    """Pairs of offset and message."""
    found = set()
    for match in re.finditer(r"\bswitch\s*\([^;{}]*\bco_await\b", code):
        found.add((match.start(), SWITCH))
    for match in re.finditer(r"\bco_await\b", code):
        start, end, inside = statement_around(code, match.start())
        if inside:
            found.add((match.start(), INSIDE))
        statement = without_bodies(code[start:end])
        for brace in (m.start() for m in re.finditer(r"\{", statement)):
            before = statement[:brace].rstrip()
            named = NAME_BEFORE.search(before)
            if before and before[-1] in "(,":
                found.add((start + brace, BRACED))
            elif named and not named.group(1) and not TRIVIAL.match(named.group(2)) and named.group(2) not in KEYWORDS:
                # `T name{...}` declares: the name is not the type.
                declares = re.search(r"[\w>&*]\s+$", before[:named.start(2)]) and not re.search(
                    r"\b(return|co_return|co_await|co_yield)\s+$", before[:named.start(2)])
                if not declares:
                    found.add((start + brace, AGGREGATE))
        for lambda_ in CAPTURES.finditer(statement):
            if captures_by_value(lambda_.group("list")):
                found.add((start + lambda_.start("list"), LAMBDA))
    for lambda_ in CAPTURES.finditer(code):
        if not lambda_.group("list").strip():
            continue
        body = code.find("{", lambda_.end())
        if body < 0 or not is_lambda_body(code, body):
            continue
        inner = without_bodies(code[body + 1:match_brace(code, body)])
        if re.search(r"\bco_(await|return|yield)\b", code[body:match_brace(code, body)]) and re.search(
                r"\bco_(await|return|yield)\b", inner + own_statements(code[body + 1:match_brace(code, body)])):
            found.add((lambda_.start("list"), CAPTURE))
    return sorted(found)


def own_statements(body):
    """A body without the lambdas in it, but with its loops and branches."""
    out, i = [], 0
    while i < len(body):
        if body[i] == "{" and is_lambda_body(body, i):
            i = match_brace(body, i)
        else:
            out.append(body[i])
        i += 1
    return "".join(out)


def check_text(name, text):
    lines = text.split("\n")
    code = rules.code_of(text)
    for offset, message in find(code):
        number = rules.line_of(code, offset)
        if not ALLOW.search(lines[number - 1]):
            yield f"{name}:{number}: {message}"


def check_tree():
    findings = []
    for name in rules.tracked("*.cpp", "*.hpp", "*.ipp"):
        findings += check_text(name, rules.read(name))
    return findings


BAD = [
    ("void f() { co_await g(Frame{a, 1}); }", AGGREGATE),
    ("void f() { auto x = co_await g(1, Frame{}); }", AGGREGATE),
    ("void f() { co_await Frame{a}.run(); }", AGGREGATE),
    ("void f() { co_return co_await g(proto::Frame<int>{a}); }", AGGREGATE),
    ("void f() { if (co_await g(Frame{a})) { h(); } }", AGGREGATE),
    ("void f() { CO_TRY(auto x, co_await g(Frame{a})); }", AGGREGATE),
    ("void f() { co_await g({a, 1}); }", BRACED),
    ("void f() { co_await g(b, {}); }", BRACED),
    ("void f() { co_await g([s, p] { use(s); }); }", LAMBDA),
    ("void f() { co_await g([=] { use(s); }); }", LAMBDA),
    ("void f() { co_await g([s = std::move(s)]() mutable { use(s); }); }", LAMBDA),
    ("void f() { std::vector<int> v{a, co_await b()}; }", INSIDE),
    ("void f() { g({a, co_await b()}); }", INSIDE),
    ("void f() { switch (co_await g()) { case 1: return; } }", SWITCH),
    ("void f() { auto l = [&x]() -> Task<> { co_await g(x); }; }", CAPTURE),
    ("void f() { auto l = [this] { while (true) { co_await g(); } }; }", CAPTURE),
]
GOOD = [
    "void f() { Frame frame{a, 1}; co_await g(std::move(frame)); }",
    "void f() { co_await g(std::string(n, 'x')); }",
    "void f() { co_await g([this] { use(); }); co_await g([&] { use(); }); co_await g([&a, &b] { use(); }); }",
    "void f() { auto lambda = [s] { use(s); }; co_await g(std::move(lambda)); }",
    "void f() { if (co_await g()) { h(Frame{a}); } }",
    "void f() { for (;;) { co_await g(); } Frame x{1}; }",
    "void f() { while (co_await g()) { Frame x{1}; h({1, 2}); } }",
    "void f() { const auto [code, count] = co_await g(table[i](x)); }",
    "void f() { const auto value = co_await g(); switch (value) { case 1: return; } }",
    "void f() { co_await clock.sleep_for(Duration{5}); }",
    "void f() { co_await init([](auto handler, T* t) { t->keep(Waiter{std::move(handler)}); }, token, this); }",
    "Task<> f(Options options = {}) { co_await g(); }",
    "Task<> f() { co_await g(Frame{1}); }  // coroutine-lint: allow (Frame has a constructor)",
    "struct A { int b{0}; }; Task<> f() { co_await g(); }",
    "void f() { auto l = [](int x) -> Task<> { co_await g(x); }; }",
    "void f() { auto l = [&x] { group.spawn(g(x)); }; }",
    "// co_await g(Frame{a})",
]


def samples():
    for text, message in BAD:
        yield text, [f for f in check_text("a.cpp", text) if message in f], []
    for text in GOOD:
        yield text, ["found nothing"], list(check_text("a.cpp", text))


if __name__ == "__main__":
    rules.main(check_tree, samples)
