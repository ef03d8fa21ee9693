// expect: a char is one byte
// verdict: the twin does not compile
static_assert(sizeof(char) == 2, "a char is one byte");
