"""A Dockerfile, as far as it can be checked and followed without Docker."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def instructions(path: Path) -> list[list[str]]:
    """The instructions of the Dockerfile at `path`, in words."""
    text = path.read_text().replace("\\\n", " ")
    return [line.split() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def images(dockerfile: list[list[str]]) -> list[str]:
    """What it is made from."""
    return [words[1] for words in dockerfile if words[0] == "FROM"]


def copied(dockerfile: list[list[str]]) -> list[str]:
    """The files and folders of the repository that it takes."""
    copies = [words for words in dockerfile if words[0] == "COPY" and "--from" not in words[1]]
    return [name for words in copies for name in words[1:-1]]


def installed(dockerfile: list[list[str]], folder: Path) -> dict[str, str]:
    """Do in a new virtual environment what stands between the source's WORKDIR and the next RUN, itself included.

    The environment variables to run commands with. The source is gone then, as nothing may need it.
    """
    source = folder / "source"
    source.mkdir()
    began = next(
        n for n, words in enumerate(dockerfile) if words[0] == "WORKDIR" and words[1].endswith("/source")
    )
    for words in dockerfile[began + 1 :]:
        if words[0] == "COPY":
            for name in words[1:-1]:
                into = source / Path(name).name
                if (ROOT / name).is_dir():
                    shutil.copytree(ROOT / name, into, ignore=shutil.ignore_patterns("__pycache__"))
                else:
                    shutil.copy(ROOT / name, into)
        elif words[0] == "RUN":
            break
    subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
    binaries = folder / "venv" / "bin"
    environment = {"PATH": f"{binaries}:/usr/bin:/bin", "XDG_CACHE_HOME": str(folder / "cache")}
    subprocess.run(words[1:], cwd=source, env=environment, check=True)
    shutil.rmtree(source)
    return environment
