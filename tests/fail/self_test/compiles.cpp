// expect: a char is one byte
// verdict: it compiles, but should be refused
static_assert(sizeof(char) == 1, "a char is one byte");
