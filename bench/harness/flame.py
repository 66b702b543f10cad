"""What bench/flame needs: the context of a workload, and collapsed stacks drawn as an SVG."""
import html
import pathlib
import re
import sys
import zlib

import content
import workloads

WIDTH, ROW, LEAST, DEEPEST = 1200, 15, 2, 45


class Frame:
    def __init__(self):
        self.samples, self.below = 0, {}


def read(file):
    root = Frame()
    for line in pathlib.Path(file).read_text(errors="replace").splitlines():
        stack, _, count = line.rpartition(" ")
        frame = root
        frame.samples += int(count)
        for name in stack.split(";"):
            name = re.sub(r"-\d+(?= tid)| tid=\d+|0x[0-9a-f]+", "", name).replace("dev/jbuild/", "")
            frame = frame.below.setdefault(name, Frame())
            frame.samples += int(count)
    return root


def colour(name):
    """Native code red, Java green, jbuild's own blue; shades tell neighbours apart."""
    shade = zlib.crc32(name.encode()) % 40
    own = re.match(r"(builder|cache|oci|cli|parser|executor|registry)/", name)
    hue = 210 if own else 110 if "/" in name else 15
    return f"hsl({hue},{55 + shade // 2}%,{68 + shade // 3}%)"


def draw(frame, name, left, depth, scale, out, total):
    width = frame.samples * scale
    if width < LEAST or depth > DEEPEST:
        return 0
    share = f"{html.escape(name)}: {frame.samples / total:.1%}"
    label = html.escape(name[:int(width / 6.2)]) if width > 25 else ""
    out.append(f'<g><title>{share}</title><rect x="{left:.1f}" y="{depth * ROW}" width="{width:.1f}" height="{ROW - 1}" fill="{colour(name)}"/>'
               + (f'<text x="{left + 2:.1f}" y="{depth * ROW + 11}">{label}</text>' if label else "") + "</g>")
    deepest = depth
    for child, below in sorted(frame.below.items()):
        deepest = max(deepest, draw(below, child, left, depth + 1, scale, out, total))
        left += below.samples * scale
    return deepest


def svg(stacks, title):
    root, boxes = read(stacks), []
    deepest = draw(root, "all", 0, 2, WIDTH / root.samples, boxes, root.samples)
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{(deepest + 2) * ROW}" font-family="sans-serif" font-size="10">',
        f'<text x="4" y="18" font-size="14">{html.escape(title)}, {root.samples} samples</text>', *boxes, "</svg>", ""])


def main(what, *rest):
    if what == "context":
        directory = pathlib.Path(rest[1])
        directory.mkdir()
        workloads.ALL[rest[0]].prepare(None, directory)
    elif what == "renew":
        content.renew(workloads.context_files(pathlib.Path(rest[0])))
    else:
        pathlib.Path(rest[1]).write_text(svg(rest[0], rest[2]))


if __name__ == "__main__":
    main(*sys.argv[1:])
