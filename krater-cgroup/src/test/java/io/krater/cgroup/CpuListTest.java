package io.krater.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CpuListTest {
    @Test
    void readsRangesAndSingles() {
        assertThat(CpuList.parse(" 0-3,7\n").cpus()).containsExactly(0, 1, 2, 3, 7);
        assertThat(CpuList.parse("5").cpus()).containsExactly(5);
        assertThat(CpuList.parse("3,1-2").cpus()).containsExactly(1, 2, 3);
    }

    @Test
    void readsABlankListAsNoCpu() {
        assertThat(CpuList.parse("\n").isEmpty()).isTrue();
        assertThat(CpuList.of(List.of())).hasToString("");
    }

    @Test
    void writesTheShortestList() {
        assertThat(CpuList.parse("0,1,2,3,7,9,10")).hasToString("0-3,7,9-10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "1-", "-1", "1,,2", "3-1", "0-3:2", "1 2", "99999", "0x1", "٣", "1-2-3", "4294967296"})
    void refusesWhatIsNotAList(String text) {
        assertThatThrownBy(() -> CpuList.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"" + text + "\"");
    }

    @Property(tries = 200)
    void readsBackWhatItWrote(@ForAll @Size(max = 40) Set<@IntRange(max = 200) Integer> cpus) {
        CpuList list = CpuList.of(cpus);

        assertThat(CpuList.parse(list.toString())).isEqualTo(list);
    }

    @Property(tries = 500)
    void readsOrRefusesAnyText(@ForAll String text) {
        CpuList.tryParse(text)
                .ifPresent(list -> assertThat(CpuList.parse(list.toString())).isEqualTo(list));
    }
}
