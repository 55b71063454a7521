// Replaces operator new and operator new[], with their deletes, in every program that links this file. Both count what
// each thread allocates, and arrays begin on a cache line.
//
// Convolutions of cv::dnn 4.6 gather rows of a picture into a buffer from operator new[], which it aligns to 32 bytes.
// AVX-512 reads 64 at a time: wherever the heap happens to put the buffer half a line off, every second read straddles
// two lines and the detector takes a quarter longer (`tests/bench/vision_bench` with and without). Only speed depends
// on it.
#include <atomic>
#include <cstdint>
#include <cstdlib>
#include <new>

namespace {

constexpr std::size_t kCacheLine = 64;

// Written by its own thread alone, so that no allocation waits for another.
constinit thread_local std::atomic<std::uint64_t> allocations{0};

void count_one() { allocations.store(allocations.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed); }

}  // namespace

// Gives the number of times that the calling thread has asked operator new for memory; it goes on counting, and may be
// read from any thread while that one lives. Weak where it is used: a program without this file has no count.
extern "C" const std::atomic<std::uint64_t>* tricolor_allocations_of_this_thread() { return &allocations; }

void* operator new(std::size_t bytes) {
  count_one();
  if (void* memory = std::malloc(bytes != 0 ? bytes : 1)) return memory;
  throw std::bad_alloc();
}

void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

void* operator new[](std::size_t bytes) {
  count_one();
  if (void* memory = std::aligned_alloc(kCacheLine, (bytes + kCacheLine - 1) / kCacheLine * kCacheLine)) return memory;
  throw std::bad_alloc();
}

void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory, std::size_t) noexcept { std::free(memory); }
