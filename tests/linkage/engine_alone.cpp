// Shows that the engine stands alone: its libraries, taken whole, link without the twin and without the harness.
int main() { return 0; }
