"""Pictures of what benchmarks found: a PNG beside each JSON file of the folder.

    python -m benchmarks.charts [benchmarks/results]

Several runs of one benchmark (`throughput-direct.json`, `throughput-flink.json`, …) share a picture. Bars are medians;
the lines on them reach from the least to the most.
"""

import argparse
import json
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot
from matplotlib.axes import Axes

RESULTS = Path(__file__).parent / "results"
Found = dict[str, Any]
INK, SECOND = "#2f6690", "#d98e04"


def throughput(axes: Axes, found: Sequence[Found]) -> None:
    """Dateline over the language model alone, by runner and share of copies."""
    names = [_run_of(each["given"]) for each in found]
    _bars(axes, names, [each["figures"]["ratio"] for each in found])
    axes.axhline(1, color="grey", linewidth=0.8)
    axes.set_title("Kafka to Kafka ÷ spaCy's nlp.pipe alone")
    axes.set_ylabel("ratio of articles a second")


def _run_of(given: dict[str, Any]) -> str:
    on_flink = f"\nparallelism {given['flink_parallelism']}" if given["runner"] == "flink" else ""
    return f"{given['runner']}{on_flink}\n{given['workers']} workers\n{given['copies']:.0%} copies"


def steps(axes: Axes, found: Sequence[Found]) -> None:
    """Milliseconds by step, in the order of the steps."""
    figures = {name: of for name, of in found[0]["figures"].items() if name != "all"}
    medians = [of["median"] for of in figures.values()]
    bars = axes.barh(list(figures), medians, color=INK)
    axes.bar_label(bars, fmt="%.2f", padding=3)
    axes.invert_yaxis()
    axes.set_xlim(0, 1.15 * max(medians))
    axes.set_title(f"Each step of an article, {found[0]['figures']['all']['median']:.1f} ms in all")
    axes.set_xlabel("milliseconds")


def latency(axes: Axes, found: Sequence[Found]) -> None:
    """The percentiles by load."""
    for each, style in zip(found, ("-", "--", ":"), strict=False):
        loads, runner = each["figures"]["loads"], each["given"]["runner"]
        shares = [100 * load["share"] for load in loads]
        for name, colour in (("p50", INK), ("p95", SECOND), ("p99", "#9b2226")):
            values = [load[name] for load in loads]
            axes.plot(shares, values, style, color=colour, marker="o", label=f"{name} {runner}")
    axes.set_ylim(bottom=0)
    axes.legend()
    axes.set_title("Produced → seen by a read_committed consumer")
    axes.set_xlabel("load, per cent of the articles a second that the run can do")
    axes.set_ylabel("seconds")


def group(axes: Axes, found: Sequence[Found]) -> None:
    """A decision and the memory of an entry, by the size of the index."""
    largest = max(found, key=lambda each: each["given"]["entries"])
    points = {step["entries"]: step for each in (*found, largest) for step in each["figures"]["steps"][-1:]}
    points |= {step["entries"]: step for step in largest["figures"]["steps"]}
    sizes = sorted(points)
    axes.plot(sizes, [points[n]["decision ms"] for n in sizes], marker="o", color=INK, label="decision, mean")
    axes.plot(sizes, [points[n]["decision p99 ms"] for n in sizes], "--", color=INK, label="decision, p99")
    axes.set_xscale("log")
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.xaxis.set_minor_formatter("")
    axes.set_ylim(bottom=0)
    axes.set_xlabel("articles remembered")
    axes.set_ylabel("milliseconds")
    right = axes.twinx()
    right.plot(
        sizes, [points[n]["bytes an entry"] for n in sizes], marker="s", color=SECOND, label="bytes an entry"
    )
    right.set_ylim(bottom=0)
    right.set_ylabel("bytes")
    lines = [*axes.get_lines(), *right.get_lines()]
    axes.legend(lines, [str(line.get_label()) for line in lines])
    loads = ", ".join(
        f"{each['given']['entries']:,}: {each['figures']['load seconds']['wall']:.0f} s" for each in found
    )
    axes.set_title(f"The index of grouping; read back from its topic\n{loads}")


def memory(axes: Axes, found: Sequence[Found]) -> None:
    """Memory of all processes over articles."""
    for each, colour in zip(found, (INK, SECOND), strict=False):
        curve = each["figures"]["curve: seconds, articles, MB"]
        label = f"{each['given']['runner']}: last tenth ÷ first {each['figures']['ratio']:.2f}"
        axes.plot([done for _, done, _ in curve], [mb for *_, mb in curve], color=colour, label=label)
    axes.set_ylim(bottom=0)
    axes.legend()
    axes.set_title("Memory of all processes")
    axes.set_xlabel("articles")
    axes.set_ylabel("MB")


def startup(axes: Axes, found: Sequence[Found]) -> None:
    """Seconds to the first article, by what is read back."""
    rows = {
        f"{each['given']['runner']}\n{name}": of for each in found for name, of in each["figures"].items()
    }
    _bars(axes, list(rows), list(rows.values()))
    axes.set_title("From the start to the first committed article")
    axes.set_ylabel("seconds")


def connectors(axes: Axes, found: Sequence[Found]) -> None:
    """Source and sink over kafka-python's plain loops."""
    figures = {name.removesuffix(" / loop"): of for name, of in found[0]["figures"].items() if "/" in name}
    _bars(axes, list(figures), list(figures.values()))
    axes.axhline(1, color="grey", linewidth=0.8)
    axes.set_title("Records a second ÷ a loop with kafka-python's client")
    axes.set_ylabel("ratio")


CHARTS: dict[str, Callable[[Axes, Sequence[Found]], None]] = {
    chart.__name__: chart for chart in (throughput, steps, latency, group, memory, startup, connectors)
}


def _bars(axes: Axes, names: Sequence[str], found: Sequence[dict[str, float]]) -> None:
    medians = [of["median"] for of in found]
    around = [[of["median"] - of["least"] for of in found], [of["most"] - of["median"] for of in found]]
    bars = axes.bar(names, medians, color=INK, width=0.6)
    axes.errorbar(range(len(names)), medians, yerr=around, fmt="none", ecolor="black", capsize=4)
    axes.bar_label(bars, fmt="%.2f", label_type="center", color="white")


def draw(folder: Path) -> list[Path]:
    """A picture for each benchmark of `CHARTS` that has a result in the folder; their paths."""
    found: dict[str, list[Found]] = defaultdict(list)
    for path in sorted(folder.glob("*.json")):
        each = json.loads(path.read_text(encoding="utf-8"))
        found[each["benchmark"]].append(each)
    made = []
    for name, chart in CHARTS.items():
        if name in found:
            figure, axes = pyplot.subplots(figsize=(8, 4.5), layout="constrained")
            chart(axes, found[name])
            axes.spines[["top", "right"]].set_visible(False)
            machine = found[name][0]["machine"]
            told = f"{machine['cores']} cores, {machine['cpu']}, Python {machine['python']}, {machine['when'][:10]}"
            figure.supxlabel(told, fontsize=8, color="grey")
            made.append(folder / f"{name}.png")
            figure.savefig(made[-1], dpi=100, metadata={"Software": None})
            pyplot.close(figure)
    return made


def main() -> None:
    """Draw, and say what was drawn."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=RESULTS)
    print("\n".join(map(str, draw(parser.parse_args().folder))))


if __name__ == "__main__":
    main()
