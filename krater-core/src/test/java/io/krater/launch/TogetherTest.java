package io.krater.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TogetherTest {
    private final List<Object> done = Collections.synchronizedList(new ArrayList<>());

    private void unlessTwo(Integer one) {
        if (one == 2) {
            throw new IllegalStateException("two");
        }
        done.add(one);
    }

    @Test
    void aFaultOfOneCostsThatOneOnly() {
        assertThat(Together.inTurn(List.of(1, 2, 3), this::unlessTwo)).containsOnlyKeys(2);
        assertThat(done).containsExactly(1, 3);
        done.clear();
        assertThat(Together.sideBySide(List.of(1, 2, 3), 2, this::unlessTwo))
                .containsOnlyKeys(2)
                .allSatisfy((one, fault) -> assertThat(fault).hasMessage("two"));
        assertThat(done).containsExactlyInAnyOrder(1, 3);
    }

    @Test
    void doesAsManyAtATimeAsItIsTold() {
        CountDownLatch all = new CountDownLatch(5);
        assertThat(Together.sideBySide(List.of(1, 2, 3, 4, 5), 5, one -> {
                    all.countDown();
                    assertThat(awaited(all)).isTrue();
                }))
                .isEmpty();
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            return latch.await(1, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void finishesThoughTheCallerIsInterrupted() {
        Thread.currentThread().interrupt();
        assertThat(Together.sideBySide(List.of(1, 3, 5), 2, this::unlessTwo)).isEmpty();
        assertThat(Thread.interrupted()).isTrue();
        assertThat(done).hasSize(3);
    }

    @Test
    void throwsAnErrorAgainWhenTheOthersAreDone() {
        assertThatExceptionOfType(StackOverflowError.class)
                .isThrownBy(() -> Together.sideBySide(List.of(1, 2, 3), 1, one -> {
                    if (one == 1) {
                        throw new StackOverflowError();
                    }
                    done.add(one);
                }));
        assertThat(done).containsExactly(2, 3);
    }

    @Test
    void refusesTheSameObjectTwiceAndNotAnEqualOne() {
        Object one = new Object();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Together.inTurn(List.of(one, new Object(), one), done::add))
                .withMessageContaining("number 3 is number 1 again");
        assertThat(done).isEmpty();
        assertThat(Together.inTurn(List.of(new String("x"), new String("x")), done::add))
                .isEmpty();
        assertThat(done).hasSize(2);
    }

    @Test
    void nothingIsDoneWithNothing() {
        assertThat(Together.sideBySide(List.of(), 0, done::add)).isEmpty();
        assertThat(done).isEmpty();
    }
}
