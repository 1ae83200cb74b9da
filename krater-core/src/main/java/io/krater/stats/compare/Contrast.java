package io.krater.stats.compare;

import io.krater.stats.Computed;
import io.krater.stats.Interval;
import io.krater.stats.series.EffectiveSize;
import io.krater.stats.test.Tost;
import java.util.List;

/** A quantity of two samples with a t distribution, from which test, intervals and sameness follow alike. */
interface Contrast {
    Estimand estimand();

    double value();

    /** The t of no difference. */
    double t();

    /** The two-sided p of no difference. */
    double p();

    /** The values that the test at 1 - level would not reject. */
    Computed<Interval> interval(double level);

    /** The two one-sided tests against a relative margin; not computable where the quantity is no ratio. */
    Computed<Tost> sameness(double margin);

    /** The series that count as fewer trials than there are. */
    List<EffectiveSize> dependent();
}
