"""Numbers appended to a ch5mpy list one by one."""
import typing

import typing_extensions

if not hasattr(typing, "override"):  # ch5mpy needs Python 3.12's
    typing.override = typing_extensions.override

import ch5mpy

from common import serve


def append(path, n):
    file = ch5mpy.File(path, ch5mpy.H5Mode.WRITE_TRUNCATE)
    ch5mpy.H5List.write([0], file, "list")
    numbers = ch5mpy.H5List.read(file, "list")
    for i in range(1, int(n)):
        numbers.append(i)
    assert len(numbers) == int(n)
    file.close()


serve({"append": append})
