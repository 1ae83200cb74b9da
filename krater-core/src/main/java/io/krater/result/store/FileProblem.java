package io.krater.result.store;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import io.krater.result.json.DamagedFileException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Locale;

/** Says in a person's words what a file system or a file's content did, and what mends it. */
public final class FileProblem {
    private FileProblem() {}

    /** Whether the file's content is at fault, rather than the file system or a version. */
    public static boolean isDamage(IOException problem) {
        return problem instanceof DamagedFileException
                || problem instanceof JacksonException
                || problem instanceof EOFException
                || problem instanceof java.io.CharConversionException;
    }

    public static String describe(IOException problem) {
        if (problem instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (problem instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (problem instanceof FileAlreadyExistsException) {
            return problem.getMessage() + " is in the way and no folder";
        }
        if (problem instanceof NotDirectoryException) {
            return "not a folder";
        }
        if (problem instanceof JacksonException json) {
            JsonLocation at = json.getLocation(); // a limit that is exceeded has no place
            return json.getOriginalMessage()
                    + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr());
        }
        if (problem instanceof FileSystemException file && file.getReason() != null) {
            return file.getReason();
        }
        if (problem instanceof FileNotFoundException && problem.getMessage() != null) {
            // "path (reason)"
            String message = problem.getMessage();
            int open = message.lastIndexOf('(');
            return open >= 0 && message.endsWith(")") ? message.substring(open + 1, message.length() - 1) : message;
        }
        return problem.getMessage() == null ? problem.getClass().getSimpleName() : problem.getMessage();
    }

    public static String remedy(IOException problem) {
        String text = describe(problem).toLowerCase(Locale.ROOT);
        if (text.contains("no space") || text.contains("quota")) {
            return "free some space there";
        }
        if (text.contains("read-only") || text.contains("permission") || text.contains("denied")) {
            return "make the folder writable for this user, or choose another";
        }
        return "see to the file system, or choose another folder";
    }
}
