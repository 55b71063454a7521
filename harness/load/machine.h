// Reads what the machine says of itself: processor, memory of this process, and how much others used the processors.
#pragma once

#include <cstdint>
#include <string>

namespace tricolor::harness {

/// "AMD EPYC", as /proc/cpuinfo names it; "unknown" where it does not.
std::string processor_name();
int processors();

/// Memory that belongs to this process alone and that it has written, bytes; 0 where the machine does not say. What a
/// process shares with the one that it was forked from is not in it.
std::uint64_t private_bytes();

/// Has the allocator of this process give the memory of whole pictures (from 512 kB) back to the machine when they are
/// freed, so that `private_bytes` follows what is in use and does not stay at what a queue once took.
void give_back_freed_pictures();

/// Processor time that all programs together have used since the machine began, nanoseconds, in steps of 10 ms for each
/// processor.
std::int64_t all_cpu_ns();

}  // namespace tricolor::harness
