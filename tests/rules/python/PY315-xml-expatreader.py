"""PY315: the SAX parser made by hand."""
from xml.sax import expatreader
from xml.sax.expatreader import create_parser as make

parser = expatreader.create_parser()  # expect: PY315
#        ^^^^^^^^^^^^^^^^^^^^^^^^^^^ "`xml.sax.expatreader.create_parser` expands the entities of a document: a small one can use up all memory"

make(True)  # expect: PY315
factory = expatreader.create_parser  # expect: PY315


# Fine: the careful twin.
def careful():
    from defusedxml import expatreader

    return expatreader.create_parser()


# Fine: a method of that name.
builder.create_parser()


def fallback():
    try:
        from defusedxml.expatreader import create_parser
    except ImportError:
        from xml.sax.expatreader import create_parser
    return create_parser()  # expect: PY315
