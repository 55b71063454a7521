// FFmpeg's libraries, loaded when a film or stream is first opened. They bring a hundred others with them, which took
// 45 of the 65 ms of processor time of a start, and few commands read or write films.
//
// In a namespace of tricolor, after `using namespace libav;`, the functions are called by the names that FFmpeg gives
// them: `av_frame_alloc()`. What is not listed at the end of this file does not link.
//
// Any thread. The first call loads the libraries; they stay until the process ends. Every call throws
// std::runtime_error, naming library and reason, where they cannot be loaded: from a destructor only what was made by
// them may be given back.
#pragma once

#include <atomic>
#include <cstdint>
#include <utility>

extern "C" {
#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/frame.h>
#include <libavutil/imgutils.h>
#include <libavutil/opt.h>
#include <libavutil/time.h>
#include <libswscale/swscale.h>
}

namespace tricolor::libav {

enum class Library : std::uint8_t { avutil, avcodec, avformat, swscale };

/// Gives the address of a function in the version of a library that this program was compiled for. Throws
/// std::runtime_error.
void* address_of(Library library, const char* function);

template <class Signature>
class Loaded;

/// A function that is looked up at its first call.
template <class Result, class... Arguments>
class Loaded<Result(Arguments...)> {
 public:
  constexpr Loaded(Library library, const char* name) : library_(library), name_(name) {}

  Result operator()(Arguments... arguments) {
    auto* known = address_.load(std::memory_order_acquire);
    if (!known) {
      known = reinterpret_cast<Result (*)(Arguments...)>(address_of(library_, name_));
      address_.store(known, std::memory_order_release);
    }
    return known(std::forward<Arguments>(arguments)...);
  }

 private:
  Library library_;
  const char* name_;
  std::atomic<Result (*)(Arguments...)> address_{nullptr};
};

#pragma GCC diagnostic push
// A result that must be used stays one only by our care: a type of a template cannot carry that mark.
#pragma GCC diagnostic ignored "-Wignored-attributes"
#define TRICOLOR_LIBAV(library, name) inline constinit Loaded<decltype(::name)> name{Library::library, #name};
TRICOLOR_LIBAV(avutil, av_dict_free)
TRICOLOR_LIBAV(avutil, av_dict_set)
TRICOLOR_LIBAV(avutil, av_dict_set_int)
TRICOLOR_LIBAV(avutil, av_frame_alloc)
TRICOLOR_LIBAV(avutil, av_frame_free)
TRICOLOR_LIBAV(avutil, av_frame_get_buffer)
TRICOLOR_LIBAV(avutil, av_frame_make_writable)
TRICOLOR_LIBAV(avutil, av_gettime_relative)
TRICOLOR_LIBAV(avutil, av_log_set_level)
TRICOLOR_LIBAV(avutil, av_opt_set)
TRICOLOR_LIBAV(avutil, av_rescale_q)
TRICOLOR_LIBAV(avutil, av_strerror)
TRICOLOR_LIBAV(avcodec, av_packet_alloc)
TRICOLOR_LIBAV(avcodec, av_packet_free)
TRICOLOR_LIBAV(avcodec, av_packet_rescale_ts)
TRICOLOR_LIBAV(avcodec, av_packet_unref)
TRICOLOR_LIBAV(avcodec, avcodec_alloc_context3)
TRICOLOR_LIBAV(avcodec, avcodec_find_decoder)
TRICOLOR_LIBAV(avcodec, avcodec_find_encoder)
TRICOLOR_LIBAV(avcodec, avcodec_find_encoder_by_name)
TRICOLOR_LIBAV(avcodec, avcodec_free_context)
TRICOLOR_LIBAV(avcodec, avcodec_open2)
TRICOLOR_LIBAV(avcodec, avcodec_parameters_from_context)
TRICOLOR_LIBAV(avcodec, avcodec_parameters_to_context)
TRICOLOR_LIBAV(avcodec, avcodec_receive_frame)
TRICOLOR_LIBAV(avcodec, avcodec_receive_packet)
TRICOLOR_LIBAV(avcodec, avcodec_send_frame)
TRICOLOR_LIBAV(avcodec, avcodec_send_packet)
TRICOLOR_LIBAV(avformat, av_find_best_stream)
TRICOLOR_LIBAV(avformat, av_guess_frame_rate)
TRICOLOR_LIBAV(avformat, av_interleaved_write_frame)
TRICOLOR_LIBAV(avformat, av_read_frame)
TRICOLOR_LIBAV(avformat, av_write_trailer)
TRICOLOR_LIBAV(avformat, avformat_alloc_context)
TRICOLOR_LIBAV(avformat, avformat_alloc_output_context2)
TRICOLOR_LIBAV(avformat, avformat_close_input)
TRICOLOR_LIBAV(avformat, avformat_find_stream_info)
TRICOLOR_LIBAV(avformat, avformat_free_context)
TRICOLOR_LIBAV(avformat, avformat_network_init)
TRICOLOR_LIBAV(avformat, avformat_new_stream)
TRICOLOR_LIBAV(avformat, avformat_open_input)
TRICOLOR_LIBAV(avformat, avformat_write_header)
TRICOLOR_LIBAV(avformat, avio_closep)
TRICOLOR_LIBAV(avformat, avio_open)
TRICOLOR_LIBAV(swscale, sws_freeContext)
TRICOLOR_LIBAV(swscale, sws_getCoefficients)
TRICOLOR_LIBAV(swscale, sws_getContext)
TRICOLOR_LIBAV(swscale, sws_scale)
TRICOLOR_LIBAV(swscale, sws_setColorspaceDetails)
#undef TRICOLOR_LIBAV
#pragma GCC diagnostic pop

}  // namespace tricolor::libav
