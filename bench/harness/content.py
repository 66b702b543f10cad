"""Files with content that is the same in every run, and changes that make it new for a round."""
import itertools
import os
import random

POOL = 8 << 20
numbers = itertools.count(1)


def text(seed):
    """POOL bytes of words, which compress as program text does."""
    random.seed(seed)
    words = ["".join(random.choices("abcdefghijklmnopqrstuvwxyz_", k=random.randint(2, 11))) for _ in range(6000)]
    out = bytearray()
    while len(out) < POOL:
        out += " ".join(random.choices(words, k=2000)).encode() + b";\n"
    return bytes(out[:POOL])


def small_files(directory, count, total, per_directory=10):
    """`count` files of all sizes, `total` bytes together, in directories of `per_directory`."""
    pool = text(count)
    weights = [random.choice((1, 2, 4, 8, 16, 64)) for _ in range(count)]
    unit = total / sum(weights)
    for number, weight in enumerate(weights):
        folder = directory / f"d{number // (per_directory * 50):03}" / f"e{number // per_directory:05}"
        if number % per_directory == 0:
            folder.mkdir(parents=True)
        start = random.randrange(POOL - int(64 * unit) - 17)
        with open(folder / f"f{number:06}.txt", "wb") as file:
            file.write(b"%016d\n" % 0)
            file.write(pool[start:start + int(weight * unit) - 17])


def noise_files(directory, count, total):
    """`count` files of one size that do not compress, as jars do not."""
    directory.mkdir()
    random.seed(count)
    for number in range(count):
        (directory / f"f{number:04}").write_bytes(b"%016d\n" % 0 + random.randbytes(total // count - 17))


def large_file(file, size):
    pool = text(size)
    with open(file, "wb") as out:
        out.write(b"%016d\n" % 0)
        while out.tell() < size:
            start = random.randrange(POOL // 2)
            out.write(pool[start:start + min(POOL // 2, size - out.tell())])


def all_files(directory):
    return [os.path.join(above, name) for above, _, names in os.walk(directory) for name in names]


def renew(files):
    """Gives files a first line that they never had: no tool knows them any more."""
    salt = b"%016d" % next(numbers)
    for file in files:
        with open(file, "r+b", buffering=0) as out:
            out.write(salt)
