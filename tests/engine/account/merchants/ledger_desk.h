// Writes events by hand and folds them by the ledger alone, for the ledger's tests.
#pragma once

#include "merchants/colour_ledger.h"
#include <gtest/gtest.h>
#include <algorithm>
#include <chrono>

namespace tricolor::engine {
namespace {

using namespace std::chrono_literals;

struct Desk : EventSink {
  Configuration configuration;
  Policy policy;
  ServiceState state;
  std::unique_ptr<ColourLedger> ledger;
  std::vector<Event> journal;
  Time now{std::chrono::sys_days{std::chrono::year{2020} / 11 / 2}};

  explicit Desk(ColourPolicy colour = {}) {
    configuration.merchants.resize(2);
    policy.colour = colour;
    ledger = std::make_unique<ColourLedger>(configuration, policy, state);
  }
  void emit(event::Payload payload) override {
    journal.push_back({journal.size() + 1, now, std::move(payload)});
    const Event event = journal.back();
    state.apply(event);
    ledger->apply(event);
    ledger->react(event, *this);
  }
  void open(std::uint32_t number, Duration stood_for = 0s, ClassId violation_class = ClassId{0}) {
    emit(event::IncidentOpened{IncidentId{number},
                               SightingId{number},
                               violation_class,
                               MerchantId{1},
                               ZoneId{0},
                               DutyGridId{0},
                               {},
                               now - stood_for});
  }
  void close(std::uint32_t number) {
    emit(event::IncidentClosed{IncidentId{number}, event::IncidentClosed::How::self_corrected});
  }
  // The violation does not stand on.
  void incident(std::uint32_t number) {
    open(number);
    close(number);
  }
  Colour colour() const { return ledger->colours()[1]; }
};

}  // namespace
}  // namespace tricolor::engine
