// The native tests' own main; what doctest prints at its end is what `./dev test unit` counts.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
