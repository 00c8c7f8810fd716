using System.Reflection;
using Grpc.Core;

namespace CbmExchange.Substitutes.Tests.Contract;

public sealed class StatusValues
{
    private static readonly InvalidOperationException Boom = new("boom");

    [Fact]
    public void A_status_prints_code_and_detail() =>
        Assert.Equal(
            "Status(StatusCode=\"NotFound\", Detail=\"d\")",
            new Status(StatusCode.NotFound, "d").ToString());

    [Fact]
    public void A_status_prints_the_exception_behind_it() =>
        Assert.Equal(
            "Status(StatusCode=\"NotFound\", Detail=\"d\", " +
            "DebugException=\"System.InvalidOperationException: boom\")",
            new Status(StatusCode.NotFound, "d", Boom).ToString());

    [Fact]
    public void The_default_status_is_ok_without_detail()
    {
        Assert.Equal(StatusCode.OK, default(Status).StatusCode);
        Assert.Null(default(Status).Detail);
        Assert.Equal("", Status.DefaultSuccess.Detail);
        Assert.Equal(StatusCode.Cancelled, Status.DefaultCancelled.StatusCode);
    }

    // The official assemblies load fields; a property would compile here and fail there (MissingFieldException).
    [Theory]
    [InlineData(typeof(Status), nameof(Status.DefaultSuccess))]
    [InlineData(typeof(Status), nameof(Status.DefaultCancelled))]
    [InlineData(typeof(Metadata), nameof(Metadata.Empty))]
    [InlineData(typeof(WriteOptions), nameof(WriteOptions.Default))]
    [InlineData(typeof(ContextPropagationOptions), nameof(ContextPropagationOptions.Default))]
    public void Shared_values_are_fields(Type type, string name)
    {
        var field = type.GetField(name, BindingFlags.Public | BindingFlags.Static);

        Assert.True(field!.IsInitOnly);
    }

    [Fact]
    public void Status_has_no_equality_members_of_its_own() =>
        Assert.Equal(typeof(ValueType), typeof(Status).GetMethod(nameof(Equals), [typeof(object)])!.DeclaringType);

    [Fact]
    public void An_exception_says_its_status_unless_told_otherwise()
    {
        var status = new Status(StatusCode.Aborted, "d", Boom);
        var trailers = new Metadata();

        Assert.Equal(status.ToString(), new RpcException(status).Message);
        Assert.Equal("m", new RpcException(status, "m").Message);
        Assert.Equal("m", new RpcException(status, trailers, "m").Message);
        Assert.Same(trailers, new RpcException(status, trailers).Trailers);
        Assert.Same(Metadata.Empty, new RpcException(status).Trailers);
        Assert.Same(Boom, new RpcException(status).InnerException);
        Assert.Equal(StatusCode.Aborted, new RpcException(status).StatusCode);
    }

    [Fact]
    public void An_exception_without_trailers_is_refused() =>
        Assert.Throws<ArgumentNullException>(() => new RpcException(Status.DefaultSuccess, (Metadata)null!));

    // The official assemblies hold enum values as constants; no binding check notices a wrong one.
    [Fact]
    public void Enum_values_are_the_official_ones()
    {
        Assert.Equal([0, 1, 2, 3], Numbers(
            MethodType.Unary, MethodType.ClientStreaming, MethodType.ServerStreaming, MethodType.DuplexStreaming));
        Assert.Equal([1, 2], Numbers(WriteFlags.BufferHint, WriteFlags.NoCompress));
        Assert.Equal([0, 1, 2, 3, 4], Numbers(
            ConnectivityState.Idle,
            ConnectivityState.Connecting,
            ConnectivityState.Ready,
            ConnectivityState.TransientFailure,
            ConnectivityState.Shutdown));
    }

    private static int[] Numbers<T>(params T[] values)
        where T : struct, Enum => [.. values.Select(value => Convert.ToInt32(value, null))];
}
