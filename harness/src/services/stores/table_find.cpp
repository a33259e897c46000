// Looking up rows: which index serves a query best, and the way along it.
#include <algorithm>
#include <functional>
#include <utility>

#include "services/stores/cells.hpp"

namespace checkride::harness::stores {

// An index and how far it serves a query.
struct Tables::Choice {
  const Index* index = nullptr;
  Key begin;            // the first key that can match
  Key end;              // behind the last
  bool sorted = false;  // along it, backwards, the newest come first
  int worth = 0;
};

namespace {

const Condition* condition_on(const Query& query, const std::string& column) {
  const auto found = std::find_if(query.where.begin(), query.where.end(),
                                  [&column](const Condition& condition) { return condition.column == column; });
  return found == query.where.end() ? nullptr : &*found;
}

bool is_newer(const Row& a, const Row& b, const std::string& column) {
  const Cell left = cell_of(a, column);
  const Cell right = cell_of(b, column);
  return left == right ? a.id > b.id : right < left;
}

}  // namespace

Tables::Choice Tables::choose(const Table& table, const Query& query) {
  Choice best;
  for (const Index& index : table.indexes) {
    Choice choice;
    choice.index = &index;
    for (const std::string& column : index.columns) {
      const Condition* condition = condition_on(query, column);
      if (index.words) {
        if (condition == nullptr || condition->words.empty()) break;
        choice.begin = Key{condition->words.front()};
        choice.end = choice.begin;
        choice.worth = 1;
        break;
      }
      if (condition != nullptr && condition->equal) {
        choice.begin.push_back(*condition->equal);
        choice.end = choice.begin;
        choice.worth += 2;
        continue;
      }
      // Behind the columns that are given, one that is bounded or sorted by still helps.
      const bool bounded = condition != nullptr && (condition->from || condition->to);
      choice.sorted = column == query.newest && column == index.columns.back();
      if (bounded && condition->to) choice.end.push_back(*condition->to);
      if (bounded && condition->from) choice.begin.push_back(*condition->from);
      choice.worth += (bounded ? 1 : 0) + (choice.sorted ? 1 : 0);
      break;
    }
    choice.end.emplace_back(std::in_place_type<Top>);
    if (choice.worth > best.worth) best = std::move(choice);
  }
  return best;
}

void Tables::look_along(const Table& table, const Choice& choice, const Query& query, world::UtcTime now,
                        Found* found) {
  found->plan.index = choice.index->columns;
  if (std::less<Key>()(choice.end, choice.begin)) return;  // from above to: nothing can match
  const auto& keys = choice.index->rows;
  const auto first = keys.lower_bound(choice.begin);
  auto last = keys.lower_bound(choice.end);
  // Backwards, so that the newest come first where the index is sorted by it.
  while (last != first) {
    --last;
    for (auto id = last->second.rbegin(); id != last->second.rend(); ++id) {
      if (choice.sorted && query.limit != 0 && found->rows.size() == query.limit) return;
      ++found->plan.rows_looked_at;
      const Row& row = table.rows.at(*id);
      if (!is_over(table.spec, row, now) && matches(row, query.where)) found->rows.push_back(&row);
    }
  }
}

void Tables::look_at_all(const Table& table, const Query& query, world::UtcTime now, Found* found) {
  for (const auto& [id, row] : table.rows) {
    ++found->plan.rows_looked_at;
    if (!is_over(table.spec, row, now) && matches(row, query.where)) found->rows.push_back(&row);
  }
}

Result<Found> Tables::find(const Query& query, world::UtcTime now) const {
  TRY(const Table* table, this->table(query.table));
  const Choice choice = choose(*table, query);
  Found found;
  if (choice.index == nullptr) {
    look_at_all(*table, query, now, &found);
  } else {
    look_along(*table, choice, query, now, &found);
  }
  if (!query.newest.empty()) {
    std::sort(found.rows.begin(), found.rows.end(),
              [&query](const Row* a, const Row* b) { return is_newer(*a, *b, query.newest); });
  } else {
    std::sort(found.rows.begin(), found.rows.end(), [](const Row* a, const Row* b) { return a->id < b->id; });
  }
  if (query.limit != 0 && found.rows.size() > query.limit) found.rows.resize(query.limit);
  return found;
}

}  // namespace checkride::harness::stores
