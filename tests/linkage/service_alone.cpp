// Shows that the programs of operators link without a line of the twin: holds_no_twin.cmake reads this program's
// symbols.
int main() { return 0; }
