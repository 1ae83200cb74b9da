package io.krater.experiment.lifecycle.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.krater.experiment.lifecycle.Lives;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The study's data in and its tables out, with figures worked out by hand. */
class StudyTablesTest {
    private static final String SIMULATIONS = "_id,sim_id,platform\na1,1000,K8s\nb2,5000,mK8s\n";
    private static final String HOSTS = """
            _id,simulation_id,hostname,role
            1,a1,h12,master
            2,a1,h34,worker
            3,a1,linux0,controller
            4,b2,h12,master
            """;
    private static final String EVENTS = """
            simulation_id,event_type,timestamp,hostname,correlation_id,body
            a1,EventType.START_SIMULATION,1700000000.25,linux0,x,"a, ""b""
            c"
            a1,EventType.START_KNS_PLATFORM,1700000060.75,linux0,y,
            a1,EventType.FINISHED_START_KNS_PLATFORM,1700000072.5,linux0,y,
            """;
    private static final String METRICS = """
            simulation_id,hostname,chart_name,units,id,value,timestamp
            a1,h12,system.cpu,percentage,idle,98.5,1699999998
            a1,h12,system.cpu,percentage,user,1.5,1699999998
            a1,h12,system.cpu,percentage,idle,90.25,1700000003
            a1,h12,system.cpu,percentage,idle,80.0,1700000008
            a1,h34,system.ram,MiB,used,311.7664,1700000003
            a1,h34,system.ram,MiB,free,2147.9366,1700000003
            a1,h34,disk_util.sda,% of time working,utilization,0.3018799,1700000003
            """;

    @TempDir
    Path folder;

    private Path tables;

    @BeforeEach
    void writeStudy() throws IOException {
        tables = folder.resolve("tables");
        file("simulations.csv", SIMULATIONS);
        file("hosts.csv", HOSTS);
        file("events.csv", EVENTS);
        file("metrics.csv", METRICS);
    }

    private void file(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private StudyData read() throws IOException {
        return StudyFolder.at(folder).read();
    }

    private List<String> table(String name) throws IOException {
        StudyTables.of(read().lives()).write(tables);
        return Files.readAllLines(tables.resolve(name));
    }

    @Test
    void eventsCountFromTheStart() throws IOException {
        assertThat(table("simulation-events.csv"))
                .containsExactly(
                        "event,type,duration,sim_id,platform",
                        "System idle 1,Start,0,1000,K8s",
                        "System idle 1,End,60.5,1000,K8s",
                        "Start master,Start,60.5,1000,K8s",
                        "Start master,End,72.25,1000,K8s",
                        "Master idle,Start,72.25,1000,K8s",
                        "Total simulation time,Start,0,1000,K8s");
    }

    @Test
    void phasesThatWereNotObservedHaveNoRow() throws IOException {
        assertThat(table("phases.csv"))
                .containsExactly(
                        "platform,sim_id,event,length", "K8s,1000,System idle 1,60.5", "K8s,1000,Start master,11.75");
    }

    @Test
    void phasesAreSummarisedByPlatform() throws IOException {
        file("events.csv", EVENTS + "b2,EventType.START_SIMULATION,100,,,\nb2,EventType.START_KNS_PLATFORM,110,,,\n");
        file("simulations.csv", SIMULATIONS + "c3,5001,mK8s\n");
        file(
                "more-events.csv",
                "simulation_id,event_type,timestamp\nc3,EventType.START_SIMULATION,100\nc3,EventType.START_KNS_PLATFORM,113\n");

        assertThat(table("phases-by-platform.csv"))
                .containsExactly(
                        "platform,event,n,min,max,median,q0.25,q0.75,mean,sd",
                        "K8s,System idle 1,1,60.5,60.5,60.5,60.5,60.5,60.5,",
                        "K8s,Start master,1,11.75,11.75,11.75,11.75,11.75,11.75,",
                        // 10 and 13: quartiles a quarter of the way, sd 3 / sqrt(2)
                        "mK8s,System idle 1,2,10,13,11.5,10.75,12.25,11.5,2.1213");
    }

    @Test
    void usageIsRoundedBeforeItIsSummarised() throws IOException {
        assertThat(table("summary-cpu.csv"))
                .containsExactly(
                        "hostname,sim_id,min,max,median,q0.25,q0.75,mean,sd",
                        "h12,1000,1.5,20,9.75,5.625,14.875,10.4167,9.268");
        assertThat(table("summary-ram.csv"))
                .containsExactly(
                        "hostname,sim_id,min,max,median,q0.25,q0.75,mean,sd",
                        "h34,1000,7.9209,7.9209,7.9209,7.9209,7.9209,7.9209,");
        assertThat(table("summary-disk.csv"))
                .containsExactly(
                        "hostname,sim_id,min,max,median,q0.25,q0.75,mean,sd",
                        "h34,1000,0.3019,0.3019,0.3019,0.3019,0.3019,0.3019,");
    }

    @Test
    void memoryIsAShareOfTheHostsOwnTotalWhereItIsKnown() throws IOException {
        file(
                "hosts.csv",
                HOSTS.replace("role\n", "role,ram_total\n")
                        .replaceAll("(master|worker|controller)\n", "$1,\n")
                        .replace("h34,worker,", "h34,worker,8000"));
        assertThat(read().lives()
                        .counted()
                        .get(0)
                        .metrics()
                        .of(io.krater.monitor.HostQuantity.MEMORY)
                        .get(0)
                        .value(0))
                .isEqualTo(3.8971);
        assertThat(StudyFolder.at(folder)
                        .ramTotal("h34", 1000)
                        .read()
                        .lives()
                        .counted()
                        .get(0)
                        .metrics()
                        .of(io.krater.monitor.HostQuantity.MEMORY)
                        .get(0)
                        .value(0))
                .isEqualTo(31.1766);
    }

    @Test
    void exclusionsLeaveTheTablesAndKeepTheirReason() throws IOException {
        file("exclude.json", "{\"1000\": \"no internet, twice\", \"77\": \"other study\"}");
        Map<String, String> reasons = ExclusionFile.read(folder.resolve("exclude.json"));
        Lives lives = read().lives().excluding(reasons);

        StudyTables.of(lives).write(tables);

        assertThat(tables.resolve("phases.csv")).hasContent("platform,sim_id,event,length");
        assertThat(tables.resolve("exclusions.csv"))
                .hasContent("sim_id,platform,reason\n1000,K8s,\"no internet, twice\"");
        assertThat(lives.unknown(reasons.keySet())).containsExactly("77");
    }

    @Test
    void anExclusionWithoutAReasonIsRefused() throws IOException {
        file("exclude.json", "{\"1000\": \" \"}");
        assertThatExceptionOfType(StudyFormatException.class)
                .isThrownBy(() -> ExclusionFile.read(folder.resolve("exclude.json")))
                .withMessageContaining("id 1000 needs a reason");
        file("exclude.json", "[1000]");
        assertThatExceptionOfType(StudyFormatException.class)
                .isThrownBy(() -> ExclusionFile.read(folder.resolve("exclude.json")))
                .withMessageContaining("must be an object of ids and reasons");
    }

    @Test
    void packedFilesAndMongoexportsLinesReadTheSame() throws IOException {
        List<String> cpu = table("summary-cpu.csv");
        List<String> events = table("simulation-events.csv");
        Files.delete(folder.resolve("metrics.csv"));
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("m.csv.gz")))) {
            out.write(METRICS.getBytes(StandardCharsets.UTF_8));
        }
        Files.delete(folder.resolve("simulations.csv"));
        file("simulation.json", """
                {"_id":{"$oid":"a1"},"sim_id":{"$numberInt":"1000"},"platform":"K8s"}
                {"_id":{"$oid":"b2"},"sim_id":5000,"platform":"mK8s"}
                """);
        Files.delete(folder.resolve("events.csv"));
        file("events.json", """
                [{"_id":{"$oid":"e"},"simulation_id":{"$oid":"a1"},"event_type":"EventType.START_SIMULATION","timestamp":1700000000.25,"body":{"k":[1]}},
                {"simulation_id":{"$oid":"a1"},"event_type":"EventType.START_KNS_PLATFORM","timestamp":{"$numberDouble":"1700000060.75"}},
                {"simulation_id":{"$oid":"a1"},"event_type":"EventType.FINISHED_START_KNS_PLATFORM","timestamp":{"$date":{"$numberLong":"1700000072500"}}}]
                """);

        assertThat(table("summary-cpu.csv")).isEqualTo(cpu);
        assertThat(table("simulation-events.csv")).isEqualTo(events);
    }

    @Test
    void samplesWithoutAnIdBelongToTheLifeOfTheirHostAndTime() throws IOException {
        file(
                "metrics.csv",
                METRICS.replaceAll("(?m)^(a1|simulation_id),", "") + "h12,system.cpu,percentage,idle,50,1700009999\n");
        StudyData data = read();
        StudyTables.of(data.lives()).write(tables);
        assertThat(Files.readAllLines(tables.resolve("summary-cpu.csv")))
                .contains("h12,1000,1.5,20,9.75,5.625,14.875,10.4167,9.268");
        assertThat(data.notes()).anyMatch(note -> note.startsWith("1 samples without an id are left out"));
    }

    @Test
    void eventsOutOfOrderAndTwiceAreReadByTime() throws IOException {
        file("events.csv", """
                simulation_id,event_type,timestamp
                a1,EventType.FINISHED_START_KNS_PLATFORM,1700000072.5
                a1,EventType.START_KNS_PLATFORM,1700000060.75
                a1,EventType.START_KNS_PLATFORM,1700000061.75
                a1,EventType.START_SIMULATION,1700000000.25
                """);
        assertThat(table("phases.csv")).contains("K8s,1000,System idle 1,60.5", "K8s,1000,Start master,11.75");
    }

    @Test
    void aLifeWithoutStartHasPhasesButNoDurations() throws IOException {
        file("events.csv", EVENTS.replaceFirst("(?s)a1,EventType.START_SIMULATION.*?c\"\n", ""));
        assertThat(table("simulation-events.csv")).hasSize(1);
        assertThat(table("phases.csv")).containsExactly("platform,sim_id,event,length", "K8s,1000,Start master,11.75");
    }

    @Test
    void rowsOfUnknownSimulationsAreCounted() throws IOException {
        file("events.csv", EVENTS + "zz,EventType.START_SIMULATION,1,,,\n");
        file("metrics.csv", METRICS + "zz,h12,system.cpu,percentage,idle,1,1\n");
        assertThat(read().notes())
                .contains(
                        "1 row of events of simulation zz left out: there is no such simulation",
                        "1 samples are left out: there is no simulation of their id");
    }

    @Test
    void aValueThatIsMissingIsAbsentAndCounted() throws IOException {
        file("metrics.csv", METRICS + "a1,h12,system.cpu,percentage,idle,NA,1700000013\n");
        assertThat(read().notes()).contains("1 samples have no value and are left out");
        assertThat(table("summary-cpu.csv")).contains("h12,1000,1.5,20,9.75,5.625,14.875,10.4167,9.268");
    }

    @Test
    void refusesWhatItCannotReadAndSaysWhere() throws IOException {
        refused(
                "metrics.csv",
                METRICS + "a1,h12,system.cpu,percentage,idle,\"98,5\",1700000013\n",
                "metrics.csv, line 9: value must be a number with a point, was \"98,5\"");
        refused(
                "metrics.csv",
                METRICS + "a1,h12,system.cpu,percentage,idle,98,5,1700000013\n",
                "line 9: has 8 fields where the header has 7");
        refused("metrics.csv", METRICS + "a1,h12,system.cpu,percentage,idle,98", "is the file cut off?");
        refused(
                "metrics.csv",
                METRICS + "a1,h12,system.cpu,percentage,idle,98,1700000013000\n",
                "are these milliseconds?");
        refused("metrics.csv", METRICS + "a1,h12,system.cpu,percentage,idle,0x1p3,1700000013\n", "was \"0x1p3\"");
        refused("metrics.csv", METRICS + "a1,h12,system.cpu,percentage,idle,1,\n", "a sample needs a timestamp");
        file("metrics.csv", METRICS);
        refused("events.csv", EVENTS + "a1,EventType.STOP_SIMULATION,2021-02-15T14:57:56,,,\n", "which has no zone");
        refused(
                "events.csv",
                EVENTS + "a1,EventType.STOP_SIMULATION,1,,,\"open\n",
                "a quote is opened and never closed");
        file("events.csv", EVENTS);
        refused("simulations.csv", SIMULATIONS + "d4,5000,K3s\n", "sim_id 5000 is there twice, as mK8s and as K3s");
        refused("simulations.csv", "_id;sim_id;platform\n", "has semicolons between its columns");
        refused("simulations.csv", "", "is empty");
        Files.delete(folder.resolve("simulations.csv"));
        refused("x.json", "{\"a\":1}\n{\"a\":", "");
    }

    private void refused(String name, String text, String message) throws IOException {
        file(name, text);
        assertThatExceptionOfType(StudyFormatException.class)
                .isThrownBy(this::read)
                .withMessageContaining(message);
    }

    @Test
    void stampsWithAZoneAreReadInUtc() throws IOException {
        file("events.csv", """
                simulation_id,event_type,timestamp
                a1,EventType.START_SIMULATION,2021-02-15T14:57:56Z
                a1,EventType.START_KNS_PLATFORM,2021-02-15 15:58:56.5+01:00
                """);
        assertThat(table("phases.csv")).contains("K8s,1000,System idle 1,60.5");
    }

    @Test
    void hostsAndSamplesMayBeMissing() throws IOException {
        Files.delete(folder.resolve("hosts.csv"));
        Files.delete(folder.resolve("metrics.csv"));
        assertThat(table("summary-cpu.csv")).hasSize(1);
        assertThat(read().notes()).anyMatch(note -> note.startsWith("there is no table of metrics"));
    }
}
