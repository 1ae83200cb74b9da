package io.krater.monitor;

import java.util.List;

/**
 * Where a quantity is found in Netdata.
 *
 * @param quantity what it is
 * @param chart the chart's id; one that ends with {@code *} stands for all that begin so, of whose values the largest counts
 * @param dimension the dimension; names with {@code |} between are alternatives
 * @param conversion from Netdata's figure to the quantity's unit
 */
record NetdataChart(HostQuantity quantity, String chart, String dimension, Conversion conversion) {
    /** How Netdata's figure becomes the quantity's. */
    enum Conversion {
        NONE,
        /** What is left of 100. */
        FROM_HUNDRED,
        /** A share of the host's memory, whose size Netdata tells. */
        OF_MEMORY_MIB,
        /** Netdata draws what leaves below the axis. */
        SIGNLESS,
        /** Milliseconds a second. */
        MILLIS_TO_PERCENT;

        double apply(double value, double memoryMib) {
            return switch (this) {
                case NONE -> value;
                case FROM_HUNDRED -> 100 - value;
                case OF_MEMORY_MIB -> value / memoryMib * 100;
                case SIGNLESS -> Math.abs(value);
                case MILLIS_TO_PERCENT -> value / 10;
            };
        }
    }

    static final List<NetdataChart> KNOWN = List.of(
            new NetdataChart(HostQuantity.CPU, "system.cpu", "idle", Conversion.FROM_HUNDRED),
            new NetdataChart(HostQuantity.MEMORY, "system.ram", "used", Conversion.OF_MEMORY_MIB),
            new NetdataChart(HostQuantity.DISK, "disk_util.*", "utilization", Conversion.NONE),
            new NetdataChart(HostQuantity.DISK_READ, "system.io", "in", Conversion.SIGNLESS),
            new NetdataChart(HostQuantity.DISK_WRITE, "system.io", "out", Conversion.SIGNLESS),
            new NetdataChart(HostQuantity.NET_RECEIVED, "system.net", "received|InOctets", Conversion.SIGNLESS),
            new NetdataChart(HostQuantity.NET_SENT, "system.net", "sent|OutOctets", Conversion.SIGNLESS),
            new NetdataChart(
                    HostQuantity.CPU_PRESSURE,
                    "system.cpu_some_pressure_stall_time",
                    "time",
                    Conversion.MILLIS_TO_PERCENT),
            new NetdataChart(
                    HostQuantity.MEMORY_PRESSURE,
                    "system.memory_some_pressure_stall_time",
                    "time",
                    Conversion.MILLIS_TO_PERCENT),
            new NetdataChart(
                    HostQuantity.IO_PRESSURE,
                    "system.io_some_pressure_stall_time",
                    "time",
                    Conversion.MILLIS_TO_PERCENT));

    boolean matches(String id) {
        return chart.endsWith("*") ? id.startsWith(chart.substring(0, chart.length() - 1)) : id.equals(chart);
    }
}
