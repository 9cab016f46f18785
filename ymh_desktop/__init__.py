"""双重预防桌面版: risk grading and hidden-danger control for small enterprises, offline."""

__version__ = "0.1.0"
