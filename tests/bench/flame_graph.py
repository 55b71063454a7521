"""Folds the samples of `perf script` into stacks, and draws them as one HTML file that needs nothing else.

    perf script -i perf.data | flame_graph.py --folded run.folded --html run.html --title "one_shop"

A line of the folded file is `thread;outermost;...;innermost COUNT`. In the page the width of a frame is its share of all
samples; a click looks into it, a click on its foot looks out again.
"""

import argparse
import collections
import html
import json
import re
import sys

FRAME = re.compile(r"^\s+[0-9a-f]+ (.*) \((.*)\)$")
HEADER = re.compile(r"^(\S.*?)\s+\d+(?:/\d+)?\s+(?:\[\d+\]\s+)?[\d.]+:")


def short(symbol: str) -> str:
    """A name without offset, arguments and the program's own namespace."""
    symbol = re.sub(r"\+0x[0-9a-f]+$", "", symbol)
    symbol = symbol.replace("(anonymous namespace)::", "").replace("tricolor::", "")
    depth, kept = 0, []
    for character in symbol:  # What stands in () or <> says more than fits.
        if character in "(<":
            depth += 1
        elif character in ")>" and depth:
            depth -= 1
        elif depth == 0:
            kept.append(character)
    name = "".join(kept).strip()
    return re.sub(r"\s+(const|\[clone .*\])*$", "", name).replace(";", ":") or symbol


def library_name(path: str) -> str:
    """The name of the library of a frame without a symbol; code that oneDNN compiles at run time is in no file."""
    name = path.rsplit("/", 1)[-1]
    return "[compiled at run time]" if re.fullmatch(r"perf-\d+\.map|.*anon.*", name) else f"[{name.strip('[]')}]"


def fold(lines) -> collections.Counter:
    """Counts equal stacks, each as a tuple from the thread's name inwards."""
    stacks: collections.Counter = collections.Counter()
    thread, frames = None, []
    for line in list(lines) + [""]:
        line = line.rstrip("\n")
        if not line.strip():
            if thread is not None:
                stacks[(thread, *reversed(frames))] += 1
            thread, frames = None, []
        elif line[0] not in " \t":
            header = HEADER.match(line)
            thread = header.group(1) if header else line.split()[0]
        elif found := FRAME.match(line):
            symbol, library = found.groups()
            frames.append(short(symbol) if symbol != "[unknown]" else library_name(library))
    return stacks


def tree_of(stacks) -> dict:
    """Nested frames with their number of samples, the largest first."""
    root = {"n": "all", "v": 0, "c": {}}
    for stack, count in stacks.items():
        root["v"] += count
        node = root
        for frame in stack:
            node = node["c"].setdefault(frame, {"n": frame, "v": 0, "c": {}})
            node["v"] += count

    def listed(node):
        return {
            "n": node["n"],
            "v": node["v"],
            "c": [listed(child) for child in sorted(node["c"].values(), key=lambda child: (-child["v"], child["n"]))],
        }

    return listed(root)


PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>@TITLE@</title>
<style>
body { margin: 16px; font: 14px/1.4 system-ui, sans-serif; background: #f5f4ef; color: #1b2127; }
#graph { position: relative; }
#graph div { position: absolute; height: 19px; overflow: hidden; white-space: nowrap; font-size: 12px; line-height: 19px;
  padding: 0 3px; box-sizing: border-box; border: 1px solid #f5f4ef; border-radius: 2px; cursor: pointer; }
#graph div.above { opacity: .55; }
#graph div.found { outline: 2px solid #1a5c8a; }
input { font: inherit; padding: 2px 6px; }
</style>
<h1>@TITLE@</h1>
<p><span id="said"></span> <input id="word" placeholder="find" aria-label="find"></p>
<div id="graph"></div>
<script>
const root = @TREE@;
const graph = document.getElementById("graph"), word = document.getElementById("word");
const percent = (value) => (100 * value / root.v).toFixed(value * 1000 < root.v ? 2 : 1) + " %";
let shown = [root];
function colour(name) {
  let hash = 0;
  for (const character of name) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
  return `hsl(${20 + hash % 36} 75% ${68 + hash % 14}%)`;
}
function add(node, path, left, width, row, above) {
  const box = document.createElement("div");
  box.textContent = node.n;
  box.title = `${node.n}\\n${node.v} samples, ${percent(node.v)}`;
  box.style.cssText = `left:${left}%;width:${width}%;top:${row * 20}px;background:${colour(node.n)}`;
  if (above) box.classList.add("above");
  if (word.value && node.n.toLowerCase().includes(word.value.toLowerCase())) box.classList.add("found");
  box.onclick = () => { shown = path; draw(); };
  graph.append(box);
}
function fill(node, path, left, width, row) {
  add(node, path, left, width, row, false);
  let deepest = row;
  for (const child of node.c) {
    const part = width * child.v / node.v;
    if (part >= 0.08) deepest = Math.max(deepest, fill(child, [...path, child], left, part, row + 1));
    left += part;
  }
  return deepest;
}
function draw() {
  graph.replaceChildren();
  shown.slice(0, -1).forEach((node, row) => add(node, shown.slice(0, row + 1), 0, 100, row, true));
  const node = shown[shown.length - 1];
  graph.style.height = 20 * (fill(node, shown, 0, 100, shown.length - 1) + 1) + "px";
  document.getElementById("said").textContent = `${node.n}: ${node.v} of ${root.v} samples, ${percent(node.v)}`;
}
word.oninput = draw;
draw();
</script>
</html>
"""


def page(stacks, title: str) -> str:
    tree = json.dumps(tree_of(stacks), separators=(",", ":")).replace("<", "\\u003c")
    return PAGE.replace("@TITLE@", html.escape(title)).replace("@TREE@", tree)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--folded", required=True)
    parser.add_argument("--html", required=True)
    parser.add_argument("--title", default="profile")
    arguments = parser.parse_args()
    stacks = fold(sys.stdin)
    if not stacks:
        print("flame_graph: no samples came in", file=sys.stderr)
        return 3
    with open(arguments.folded, "w", encoding="utf-8") as out:
        for stack, count in sorted(stacks.items()):
            out.write(f"{';'.join(stack)} {count}\n")
    with open(arguments.html, "w", encoding="utf-8") as out:
        out.write(page(stacks, arguments.title))
    innermost = collections.Counter()
    for stack, count in stacks.items():
        innermost[stack[-1]] += count
    total = sum(stacks.values())
    print(f"{total} samples; most of the time in:")
    for name, count in innermost.most_common(12):
        print(f"  {100 * count / total:5.1f} %  {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
