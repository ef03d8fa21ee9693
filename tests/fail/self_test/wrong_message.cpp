// expect: nobody says this
// verdict: it is refused, but no message matches
#ifdef WENGERT_FAIL
static_assert(sizeof(char) == 2, "a char is one byte");
// The next line must not count as a message: nobody says this.
int broken = "nobody says this";
#endif
