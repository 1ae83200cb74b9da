package io.krater.report;

import java.nio.file.Path;

/** Prints before and after it has written a document to the given file. */
final class PrintedReport {
    private PrintedReport() {}

    public static void main(String[] args) {
        System.out.println("before");
        Report document = () -> "document\n";
        document.write(Path.of(args[0]));
        System.out.println("after");
    }
}
