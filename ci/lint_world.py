#!/usr/bin/env python3
"""Everything that a program cannot compute for itself comes from its World (docs: design, "The world").

Finds ambient time, threads, randomness, blocking calls, files, environment and unstable order outside of the real half
of core/world. A line may say `world-lint: allow (why)` in a comment.

  ci/lint_world.py               check the tree; exit 1 on findings
  ci/lint_world.py --self-test   show that every rule fires on a bad sample and not on a good one
"""

import re

import rules
from rules import Rule

# The real half itself, and what tests share.
EXEMPT = ("core/world/src/real/", "tests/support/")
# Who may do what, by folder.
MAY = {
    "tests/": {"files"},  # read their data, make folders of their own
    "tests/bench/": {"asio", "detached", "thread"},  # peers that are measured beside ours
    "tests/bench/bare_server.cpp": {"blocking"},  # processes of their own, beside the one that is measured
    "tests/bench/emulator_load.cpp": {"blocking", "time"},
    "core/catalog/generator/": {"files"},  # runs at build time, outside of any world
    "core/world/src/task_group.cpp": {"detached"},
}

RULES = [
    Rule("time", r"\b(system_clock|steady_clock|high_resolution_clock|utc_clock|file_clock)\b"
                 r"|(?<![\w.>])(?:std)?::(?:time|clock)\s*\("
                 # World has a clock() too, which gives no number.
                 r"|(?<![\w.>:])time\s*\(\s*(?:nullptr|NULL|0)\s*\)|\bclock_t\b|\bCLOCKS_PER_SEC\b"
                 r"|(?<![\w.>:])clock\s*\(\s*\)\s*[-+*/]|\b(?:auto|int|long|double)\s+\w+\s*=\s*clock\s*\(\s*\)(?!\.)"
                 r"|\b(gettimeofday|clock_gettime|localtime|localtime_r|gmtime|gmtime_r|timespec_get)\s*\(",
         "take a Clock& and ask clock.now() or clock.utc_now()"),
    Rule("thread", r"\bstd::(thread|jthread|async|mutex|recursive_mutex|shared_mutex|condition_variable|future|promise"
                   r"|counting_semaphore|binary_semaphore|latch|barrier)\b"
                   r"|#\s*include\s*<(thread|mutex|shared_mutex|condition_variable|future|semaphore|latch|barrier)>"
                   r"|\bpthread_\w+",
         "each world is one thread; what must block goes through world.offload()"),
    Rule("random", r"\b(random_device|mt19937(_64)?|minstd_rand0?|ranlux\w+|default_random_engine|random_shuffle)\b"
                   r"|\bstd::\w+_distribution\b|\bstd::(ranges::)?(shuffle|sample)\b|#\s*include\s*<random>"
                   r"|(?<![\w.>])(?:std::|::)?s?rand\s*\(|\b[dlm]rand48\b|\bgetrandom\s*\(|\bgetentropy\s*\(",
         "draw from world.random(\"name\")"),
    Rule("environment", r"\b(secure_)?getenv\s*\(|\b(setenv|putenv|unsetenv)\s*\(|\benviron\b",
         "ask world.environment(name)"),
    Rule("files", r"\bstd::filesystem\b|#\s*include\s*<(filesystem|fstream)>|\bstd::[io]?fstream\b|\bfopen\s*\(|\bfreopen\s*\("
                  r"|(?<![\w>])::(open|openat|creat|unlink|rename|mkdir|rmdir|l?stat|access|opendir)\s*\(",
         "use world.files()"),
    Rule("blocking", r"(?<![\w>])::(p?poll|p?select|epoll_\w+|socket|connect|bind|listen|accept4?|shutdown"
                     r"|recv(from|msg)?|send(to|msg)?|p?read|p?write)\s*\(",
         "use world.network() and world.files(), which do not hold up the world"),
    Rule("process", r"(?<![\w.>:])(?:std::|::)?(system|popen|v?fork|exec(v|vp|vpe|ve|l|lp|le)|posix_spawnp?|waitpid|getp?pid)\s*\(",
         "start_process() of the real world runs programs; a number that differs by run comes from the world"),
    Rule("input", r"\bstd::w?cin\b|(?<![\w.>:])(?:std::|::)?(scanf|getchar)\s*\(", "read a file of world.files()"),
    Rule("sleep", r"\bthis_thread\b|\b(usleep|nanosleep)\s*\(|(?<![\w.>])::sleep\s*\("
                  r"|(?<![\w.>:])sleep\s*\(\s*\w+\s*\)",
         "co_await clock.sleep_for(duration)"),
    Rule("asio", r"\b(steady_timer|system_timer|deadline_timer|high_resolution_timer|basic_waitable_timer)\b"
                 r"|\bip::(tcp|udp|icmp)\b|\blocal::(stream|datagram)_protocol\b|\bio_context\b|\bthread_pool\b|\bsignal_set\b",
         "use world.clock(), world.network(), world.executor(), world.next_signal()"),
    Rule("order", r"\bunordered_(map|set|multimap|multiset)\b|\bstd::hash\b"
                  r"|\bstd::(multi)?(map|set)<\s*(const\s+)?([\w:]+\s*(const\s*)?\*|std::(shared|unique|weak)_ptr\b)"
                  r"|\bstd::(less|greater)<[^<>;]*\*\s*>|\bstd::(less|greater|owner_less)<\s*std::(shared|unique|weak)_ptr\b",
         "use std::map or a sorted vector, keyed by a value: hash and address order differ between runs"),
    Rule("detached", r"\bdetached\b", "spawn it in a TaskGroup, which is asked to stop and awaited"),
    Rule("handler", r"\bany_completion_handler\b", "keep waiters in checkride::world::Waiter"),
    Rule("locale", r"\bstd::locale\b|\bsetlocale\s*\(|\bimbue\s*\(", "format with fmt or std::to_chars, which know no locale"),
]
ALLOW = re.compile(r"world-lint: allow \(.+\)")


def check_text(name, text):
    if name.startswith(EXEMPT):
        return
    lines = text.split("\n")
    code = rules.code_of(text)
    allowed = set().union(*(kinds for folder, kinds in MAY.items() if name.startswith(folder)))
    for rule in RULES:
        if rule.kind in allowed:
            continue
        for match in re.finditer(rule.pattern, code):
            number = rules.line_of(code, match.start())
            if not ALLOW.search(lines[number - 1]):
                yield f"{name}:{number}: {match.group(0).strip()}: {rule.instead}"


def check_tree():
    findings = []
    for name in rules.tracked("*.cpp", "*.hpp", "*.ipp"):
        findings += check_text(name, rules.read(name))
    return findings


SAMPLES = {
    "time": ["auto t = std::chrono::system_clock::now();", "auto t = steady_clock::now();", "long t = ::time(nullptr);",
             "long t = std::time(nullptr);", "clock_gettime(CLOCK_REALTIME, &t);", "seed(time(nullptr));", "long t = time(0);",
             "auto t = clock();", "spent += clock() - begin;", "std::clock_t t;", "x / CLOCKS_PER_SEC;"],
    "thread": ["std::thread t(run);", "std::jthread t(run);", "auto f = std::async(run);", "#include <mutex>", "std::mutex m;",
               "std::counting_semaphore<3> s(0);", "std::binary_semaphore s(0);", "std::latch l(2);", "std::barrier b(2);",
               "#include <barrier>", "#include <latch>", "#include <semaphore>"],
    "random": ["std::random_device d;", "std::mt19937 g(1);", "std::uniform_int_distribution<int> d(1, 6);",
               "std::shuffle(a, b, g);", "int x = rand();", "int x = std::rand();", "#include <random>", "srand(1);"],
    "environment": ['const char* x = std::getenv("A");', 'const char* x = getenv("A");'],
    "files": ["std::filesystem::remove(p);", "std::ifstream in(p);", 'FILE* f = fopen("a", "r");', "#include <fstream>",
              "int f = ::open(p, O_RDONLY);", "::unlink(p);"],
    "blocking": ["::poll(&p, 1, 100);", "::select(1, &r, nullptr, nullptr, &t);", "if (::connect(s, a, n) != 0) return;",
                 "n = ::recv(s, b, 9, 0);", "n = ::read(0, b, 9);", "int s = ::socket(AF_INET, SOCK_STREAM, 0);"],
    "process": ['system("ls");', 'int x = std::system("ls");', 'FILE* f = popen("ls", "r");', "if (fork() == 0) run();",
                "seed = getpid();", "seed = ::getpid();", "execv(p, a);"],
    "input": ["std::cin >> x;", "std::getline(std::cin, line);", "int c = getchar();"],
    "sleep": ["std::this_thread::sleep_for(1s);", "usleep(10);", "::sleep(1);", "sleep(1);", "sleep(seconds);"],
    "asio": ["asio::steady_timer t(ex);", "asio::system_timer t(ex);", "asio::ip::tcp::socket s(ex);", "asio::io_context c;"],
    "order": ["std::unordered_map<int, int> m;", "std::unordered_set<int> s;", "std::map<Host*, int> m;", "std::set<const Host *> s;",
              "std::multimap<Host*, int> m;", "std::multiset<Host*> s;", "std::map<std::shared_ptr<X>, int> m;",
              "std::set<Host const*> s;", "std::less<Host*> before;", "std::map<int, int, std::less<const Host *>> m;",
              "std::less<std::shared_ptr<X>> before;", "std::size_t n = std::hash<std::string>{}(text);"],
    "detached": ["asio::co_spawn(ex, run(), asio::detached);"],
    "handler": ["asio::any_completion_handler<void()> h;"],
    "locale": ['std::setlocale(LC_ALL, "");', "out.imbue(std::locale());"],
}
GOOD = [
    "auto t = clock.now();", "co_await clock.sleep_for(1s);", "auto x = world.random(\"dice\").below(6);",
    "// std::thread and rand() in a comment", 'say("std::thread t; rand(); getenv()");', "int operand(int x);",
    "std::map<int, Host*> by_id;", "std::unordered_map<int, int> m;  // world-lint: allow (never iterated)",
    "using UtcTime = std::chrono::sys_time<Duration>;", 'R"(asio::steady_timer)";', "event.time(3); host.clock();", "int n = 1'000'000;",
    "Clock& clock() override;", "auto t = clock().now();", "wait(clock(), limit);", "const hh_mm_ss clock(seconds - day);",
    "stream.connect(to);", "Task<Result<Stream>> connect(Endpoint to) override;", "net_->connect(to);", "Result<> Sink::open() {",
    "if (auto opened = open(now); !opened) return;", "open('{', true);", "files.rename(a, b); files.read(a);", "reader->poll();",
    "Task<int> sleep(World& world, Duration time);", "host.start(\"a\", sleep(world.clock()));", "random.fork(\"a\");",
    "std::map<int, std::shared_ptr<X>> by_id;", "std::map<std::string, int, std::less<>> m;", "std::vector<Host*> hosts;",
    "int recv(int x);", "select(rows); poll(rows);", "system_error_at(path);", "operating_system(x);",
]


def samples():
    for rule in RULES:
        assert rule.kind in SAMPLES, f"the rule {rule.kind} has no sample"
        for sample in SAMPLES[rule.kind]:
            yield f"{rule.kind}: {sample}", list(check_text("runtime/src/a.cpp", sample)), []
            yield f"{rule.kind}: the real half", ["may"], list(check_text("core/world/src/real/a.cpp", sample))
    for sample in GOOD:
        yield f"good: {sample}", ["found nothing"], list(check_text("runtime/src/a.cpp", sample))
    yield "files in tests", ["allowed"], list(check_text("tests/unit/a.cpp", "std::ifstream in(p);"))
    two_lines = "/* a\nb */\nint x = rand();"
    yield "line numbers", [f for f in check_text("a.cpp", two_lines) if f.startswith("a.cpp:3: ")], []


if __name__ == "__main__":
    rules.main(check_tree, samples)
