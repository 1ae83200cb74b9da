package io.krater.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
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

    @Test
    void readsBackWhatItWrote() {
        for (long seed = 0; seed < 1_000; seed++) {
            Random random = new Random(seed);
            CpuList list =
                    CpuList.of(random.ints(random.nextInt(41), 0, 201).boxed().collect(Collectors.toSet()));

            assertThat(CpuList.parse(list.toString())).as("seed %d", seed).isEqualTo(list);
        }
    }

    @Test
    void readsOrRefusesAnyText() {
        String characters = "0123456789,,,--- \n:x";
        for (long seed = 0; seed < 10_000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(12), 0, characters.length()).forEach(at -> text.append(characters.charAt(at)));

            CpuList.tryParse(text.toString())
                    .ifPresent(list -> assertThat(CpuList.parse(list.toString()))
                            .as("\"%s\"", text)
                            .isEqualTo(list));
        }
    }
}
