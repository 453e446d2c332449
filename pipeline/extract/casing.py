"""The case that words have in running text, for headlines in Title Case and texts in capitals.

Taggers and parsers read capitals as names, and fail on both (truecasing: Lita et al., ACL 2003).
"""

from collections import Counter
from collections.abc import Container

from pipeline.extract.case_reading import Reading, reading_of
from pipeline.extract.case_text import Word, after_apostrophe, capital, lower, opens
from pipeline.extract.known_names import WORD, case_words

CAPITALS = 0.9  # share of capitals among the letters of a text that is in capitals
FEWEST_LETTERS = 12
TITLE_CASE = 0.75  # share of capitalised words among the longer ones of a headline in Title Case
FEWEST_WORDS = 3
LONGER = 4  # letters
BODY = 20_000  # characters of the text that are searched for the words of its title
HEADLINE = 150  # characters: a shorter line in Title Case is a headline


def truecased(title: str, text: str, everyday: Container[str]) -> tuple[str, str]:
    """`title` and `text` with letters in the case of running text, all characters in their places.

    Touched are a title in Title Case and a title or text in capitals. What `everyday` holds (lower-case
    words) is taken for no name unless a table of names or the text of a title's article says otherwise.
    A title that `text` repeats at its start is changed there too.
    """
    repeated = title and text.startswith(title)
    cased, body = title, text.removeprefix(title)
    if in_capitals(title):
        cased = _recased(title, reading_of(title, everyday, _evidence(title, body)))
    elif in_title_case(title):
        cased = _lowered(title, reading_of(title, everyday, _evidence(title, body)))
    if in_capitals(text):
        return cased, _recased(text, reading_of(text, everyday, {}))
    return cased, cased + body if repeated else text


def in_capitals(text: str) -> bool:
    """Whether nearly all letters of `text` are capitals, and it has more than a few."""
    head = text[:BODY]
    if head[:FEWEST_LETTERS].upper() != head[:FEWEST_LETTERS]:
        return False
    upper = sum(map(str.isupper, head))
    letters = upper + sum(map(str.islower, head))
    return letters >= FEWEST_LETTERS and upper >= CAPITALS * letters


def in_title_case(title: str) -> bool:
    """Whether most of the longer words of `title` are capitalised."""
    longer = [w for w in WORD.findall(title) if len(w) >= LONGER]
    capitalised = sum(w[0].isupper() for w in longer)
    return len(longer) >= FEWEST_WORDS and capitalised >= TITLE_CASE * len(longer)


def _evidence(title: str, text: str) -> dict[str, bool]:
    """Words of `title`, in lower case → whether `text` writes them as names: capitalised within sentences."""
    if in_capitals(text):
        return {}
    wanted = {w.lower() for w in WORD.findall(title)}
    small: Counter[str] = Counter()
    large: Counter[str] = Counter()
    lines = [line for line in text[:BODY].splitlines() if not (len(line) < HEADLINE and in_title_case(line))]
    body = "\n\n".join(lines)
    for match in WORD.finditer(body):
        word, key = match.group(), match.group().lower()
        if key not in wanted:
            continue
        if word[0].islower():
            small[key] += 1
        elif not opens(body, match.start()) and not (len(word) > LONGER and word.isupper()):
            large[key] += 1
    return {w: large[w] > small[w] for w in sorted(large.keys() | small.keys())}


def _lowered(title: str, reading: Reading) -> str:
    """A headline in Title Case with everyday words in lower case."""
    out = list(title)
    for i, word in enumerate(reading.words):
        acronym = len(word.text) > 1 and word.text.isupper()
        if word.opens or ":" in word.before or acronym:
            continue
        if word.key in case_words()["function"] or not reading.is_name(i):
            _write(out, word, lower(word.text))
    return "".join(out)


def _recased(text: str, reading: Reading) -> str:
    """A text in capitals with small letters but for names and the starts of sentences."""
    out = list(text)
    for i, word in enumerate(reading.words):
        _write(out, word, _form(reading, i))
    return "".join(out)


def _form(reading: Reading, i: int) -> str:
    word = reading.words[i]
    if i in reading.known:
        return reading.known[i]
    if "." in word.text or reading.is_acronym(i):
        return word.text
    if after_apostrophe(reading.words, i):
        return lower(word.text)
    if word.opens or (word.key not in case_words()["function"] and reading.is_name(i)):
        return capital(word.text)
    return lower(word.text)


def _write(out: list[str], word: Word, form: str) -> None:
    out[word.start : word.start + len(form)] = form
