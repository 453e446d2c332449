import static net.bytebuddy.matcher.ElementMatchers.nameEndsWith;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import java.lang.instrument.Instrumentation;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.implementation.bytecode.assign.Assigner;
import org.apache.beam.vendor.grpc.v1p69p0.io.grpc.netty.NettyServerBuilder;

/**
 * Changes two habits of Beam's Java code. Its argument is a comma-separated list of
 *
 * <ul>
 *   <li>loopback: Beam's servers listen on 127.0.0.1 instead of on every address;
 *   <li>nojars: a job does not carry the class path along, since the cluster has Beam's jars.
 * </ul>
 */
public class LoopbackAgent {
  public static class Bind {
    @Advice.OnMethodExit
    public static void exit(
        @Advice.Argument(0) int port,
        @Advice.Return(readOnly = false, typing = Assigner.Typing.DYNAMIC) Object builder) {
      builder = NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port));
    }
  }

  public static class NoJars {
    @Advice.OnMethodExit
    public static void exit(@Advice.Return(readOnly = false) List<String> found) {
      found = new ArrayList<String>();
    }
  }

  public static void premain(String argument, Instrumentation instrumentation) {
    List<String> wanted = Arrays.asList((argument == null ? "" : argument).split(","));
    AgentBuilder agent = new AgentBuilder.Default();
    if (wanted.contains("loopback")) {
      agent =
          agent
              .type(
                  nameStartsWith("org.apache.beam.vendor")
                      .and(nameEndsWith("io.grpc.netty.NettyServerBuilder")))
              .transform(
                  (builder, type, loader, module, domain) ->
                      builder.visit(
                          Advice.to(Bind.class).on(named("forPort").and(takesArguments(1)))));
    }
    if (wanted.contains("nojars")) {
      agent =
          agent
              .type(
                  named(
                      "org.apache.beam.sdk.util.construction.resources."
                          + "ClasspathScanningResourcesDetector"))
              .transform(
                  (builder, type, loader, module, domain) ->
                      builder.visit(Advice.to(NoJars.class).on(named("detect"))));
    }
    agent.installOn(instrumentation);
  }
}
