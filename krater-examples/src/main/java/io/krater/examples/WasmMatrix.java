package io.krater.examples;

import com.dylibso.chicory.compiler.MachineFactoryCompiler;
import com.dylibso.chicory.runtime.Instance;
import com.dylibso.chicory.runtime.Store;
import com.dylibso.chicory.wasi.WasiExitException;
import com.dylibso.chicory.wasi.WasiOptions;
import com.dylibso.chicory.wasi.WasiPreview1;
import com.dylibso.chicory.wasm.Parser;
import com.dylibso.chicory.wasm.WasmModule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A WebAssembly runtime as a program: runs a WASI module on Chicory, interpreted or compiled to JVM bytecode.
 *
 * <p>{@code WasmMatrix interpret|compile MODULE.wasm ARGUMENTS...}
 */
final class WasmMatrix {
    private WasmMatrix() {}

    public static void main(String[] args) {
        if (args.length < 2 || !(args[0].equals("interpret") || args[0].equals("compile"))) {
            System.err.println("usage: interpret|compile MODULE.wasm ARGUMENTS...");
            System.exit(2);
        }
        System.exit(
                run(args[0].equals("compile"), Path.of(args[1]), List.of(args).subList(2, args.length)));
    }

    private static int run(boolean compile, Path file, List<String> arguments) {
        WasmModule module = Parser.parse(file.toFile());
        List<String> words = new ArrayList<>(List.of("matrix"));
        words.addAll(arguments);
        WasiOptions options = WasiOptions.builder()
                .withStdout(System.out, false)
                .withStderr(System.err, false)
                .withArguments(words)
                .build();
        try (WasiPreview1 wasi = WasiPreview1.builder().withOptions(options).build()) {
            Store store = new Store().addFunction(wasi.toHostFunctions());
            store.instantiate("matrix", imports -> {
                Instance.Builder builder = Instance.builder(module).withImportValues(imports);
                return compile
                        ? builder.withMachineFactory(MachineFactoryCompiler.compile(module))
                                .build()
                        : builder.build();
            });
            return 0;
        } catch (WasiExitException exit) {
            return exit.exitCode();
        }
    }
}
