// Shows that what operators run links without a line of the twin: holds_no_twin.cmake reads this program's symbols.
int main() { return 0; }
