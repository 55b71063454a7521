// Shows that the twin stands alone: its libraries, taken whole, link without the engine and without the harness.
int main() { return 0; }
