package io.krater.timeline;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** The orders in which marks came in timelines. There are few, so what is asked of all timelines is asked of these. */
final class Orders {
    private final List<Timeline> timelines;
    private final List<Order> orders;
    /** For each mark the orders that have it, ascending. */
    private final Map<String, Places> places = new LinkedHashMap<>();

    private final Map<String, Integer> ranks = new HashMap<>();

    private static final class Order {
        private final List<String> marks;
        private final String example;
        private int count;

        Order(Timeline first) {
            marks = first.names();
            example = first.id();
        }

        long covered() {
            return (long) count * marks.size();
        }
    }

    /** Ascending numbers of orders; grows. */
    private static final class Places {
        private int[] orders = new int[4];
        private int n;

        void add(int order) {
            if (n > 0 && orders[n - 1] == order) {
                return; // a name that comes twice
            }
            if (n == orders.length) {
                orders = Arrays.copyOf(orders, 2 * n);
            }
            orders[n++] = order;
        }
    }

    Orders(List<Timeline> timelines) {
        this.timelines = timelines;
        Map<List<String>, Order> distinct = new LinkedHashMap<>();
        for (Timeline timeline : timelines) {
            distinct.computeIfAbsent(timeline.names(), unseen -> new Order(timeline)).count++;
        }
        orders = List.copyOf(distinct.values());
        for (int i = 0; i < orders.size(); i++) {
            for (String mark : orders.get(i).marks) {
                places.computeIfAbsent(mark, unseen -> new Places()).add(i);
            }
        }
        orders.stream()
                .max(Comparator.comparingLong(Order::covered))
                .ifPresent(most -> most.marks.forEach(mark -> ranks.putIfAbsent(mark, ranks.size())));
    }

    List<MarkOrder> all() {
        return orders.stream()
                .sorted(Comparator.comparingInt((Order order) -> order.count).reversed())
                .map(order -> new MarkOrder(order.marks, order.count, order.example))
                .toList();
    }

    /** A mark's place in the order that covers most marks, or behind all of them. */
    int rank(String mark) {
        return ranks.getOrDefault(mark, Integer.MAX_VALUE);
    }

    /** How many timelines have each mark. */
    Map<String, Integer> having() {
        Map<String, Integer> having = new LinkedHashMap<>();
        places.forEach((mark, in) -> {
            int count = 0;
            for (int i = 0; i < in.n; i++) {
                count += orders.get(in.orders[i]).count;
            }
            having.put(mark, count);
        });
        return having;
    }

    /** How many timelines have both marks. */
    int having(String one, String other) {
        Places a = places.getOrDefault(one, new Places());
        Places b = places.getOrDefault(other, new Places());
        int count = 0;
        for (int i = 0, j = 0; i < a.n && j < b.n; ) {
            if (a.orders[i] == b.orders[j]) {
                count += orders.get(a.orders[i]).count;
                i++;
                j++;
            } else if (a.orders[i] < b.orders[j]) {
                i++;
            } else {
                j++;
            }
        }
        return count;
    }

    int lackingAnyOf(List<String> marks) {
        return orders.stream()
                .filter(order -> !new HashSet<>(order.marks).containsAll(marks))
                .mapToInt(order -> order.count)
                .sum();
    }

    /**
     * Neighbours, among the marks of the most common order, that some timeline has the other way round: two orders of the same
     * marks that differ have such a pair.
     */
    List<Disagreement> disagreements() {
        Set<StepName> pairs = new LinkedHashSet<>();
        for (Order order : orders) {
            String before = null;
            for (String mark : order.marks) {
                if (!ranks.containsKey(mark)) {
                    continue;
                }
                if (before != null && rank(before) > rank(mark) && pairs.size() < Gathering.MOST_DISAGREEMENTS) {
                    pairs.add(new StepName(mark, before));
                }
                before = mark;
            }
        }
        List<Disagreement> found = new ArrayList<>();
        for (StepName pair : pairs) {
            Disagreement counted = count(pair);
            if (counted.reversed() > 0) {
                found.add(counted);
            }
        }
        return found;
    }

    private Disagreement count(StepName pair) {
        int asMost = 0;
        int reversed = 0;
        int together = 0;
        for (Timeline timeline : timelines) {
            OptionalLong length = timeline.between(pair.from(), pair.to());
            if (length.isPresent()) {
                int sign = Long.signum(length.getAsLong());
                asMost += sign > 0 ? 1 : 0;
                reversed += sign < 0 ? 1 : 0;
                together += sign == 0 ? 1 : 0;
            }
        }
        return new Disagreement(pair.from(), pair.to(), asMost, reversed, together);
    }
}
