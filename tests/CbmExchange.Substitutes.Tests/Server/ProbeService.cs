using CbmExchange.Substitutes.Tests.Protocol;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using Grpc.Core;
using Microsoft.AspNetCore.Connections.Features;
using RpcStatus = Google.Rpc.Status;
using Status = Grpc.Core.Status;

namespace CbmExchange.Substitutes.Tests.Server;

/// <summary>Does what protos/cbm/substitutes/test/probe.proto says.</summary>
internal sealed class ProbeService(ProbeState state) : Probe.ProbeBase
{
    public const string RichErrorKey = "grpc-status-details-bin";

    public override Task<ProbeMessage> Echo(ProbeMessage request, ServerCallContext context) =>
        Task.FromResult(request);

    public override async Task<ProbeMessage> Collect(
        IAsyncStreamReader<ProbeMessage> requestStream, ServerCallContext context)
    {
        var sum = new ProbeMessage();
        await foreach (var message in requestStream.ReadAllAsync(context.CancellationToken))
        {
            sum.Number += message.Number;
            sum.Text += message.Text;
        }

        return sum;
    }

    public override async Task Repeat(
        ProbeMessage request, IServerStreamWriter<ProbeMessage> responseStream, ServerCallContext context)
    {
        for (var number = 1; number <= request.Number; number++)
        {
            var message = new ProbeMessage { Number = number, Text = request.Text };
            await responseStream.WriteAsync(message, context.CancellationToken);
        }
    }

    public override async Task Exchange(
        IAsyncStreamReader<ProbeMessage> requestStream,
        IServerStreamWriter<ProbeMessage> responseStream,
        ServerCallContext context)
    {
        while (await requestStream.MoveNext())
        {
            await responseStream.WriteAsync(requestStream.Current);
        }
    }

    public override Task<ProbeMessage> Fail(FailRequest request, ServerCallContext context)
    {
        var status = new Status((StatusCode)request.Code, request.Detail);
        if (request.ByContext)
        {
            context.Status = status;
            return Task.FromResult(new ProbeMessage());
        }

        throw request.WithRichError ? new RpcException(status, RichError(request)) : new RpcException(status);
    }

    public override async Task<ProbeMessage> Reflect(ProbeMessage request, ServerCallContext context)
    {
        var headers = new Metadata();
        foreach (var entry in context.RequestHeaders.Where(e => e.Key.StartsWith("x-", StringComparison.Ordinal)))
        {
            headers.Add(entry);
            context.ResponseTrailers.Add(entry);
        }

        await context.WriteResponseHeadersAsync(headers);
        return request;
    }

    public override async Task<ProbeMessage> Hang(ProbeMessage request, ServerCallContext context)
    {
        state.HangStarted.TrySetResult(context.Deadline);
        try
        {
            await new TaskCompletionSource().Task.WaitAsync(context.CancellationToken);
        }
        catch (OperationCanceledException)
        {
            state.HangCancelled.TrySetResult();
            throw new RpcException(Status.DefaultCancelled);
        }

        return request;
    }

    public override Task<ProbeMessage> Stumble(ProbeMessage request, ServerCallContext context)
    {
        var attempt = state.CountAttempt(request.Text);
        if (attempt <= request.Number)
        {
            throw new RpcException(new Status(StatusCode.Unavailable, "not yet"));
        }

        var told = context.RequestHeaders.GetValue("grpc-previous-rpc-attempts") ?? "0";
        return Task.FromResult(new ProbeMessage
        {
            Number = attempt,
            Text = told,
        });
    }

    public override Task<Caller> WhoAmI(Empty request, ServerCallContext context)
    {
        var http = context.GetHttpContext();
        return Task.FromResult(new Caller
        {
            Authenticated = context.AuthContext.IsPeerAuthenticated,
            Identity = { context.AuthContext.PeerIdentity.Select(property => property.Value) },
            Authorization = context.RequestHeaders.GetValue("authorization") ?? "",
            Protocol = http.Request.Protocol,
            RequestEncoding = http.Request.Headers["grpc-encoding"].ToString(),
            Tls = http.Features.Get<ITlsHandshakeFeature>()?.Protocol.ToString() ?? "",
        });
    }

    private static Metadata RichError(FailRequest request)
    {
        var fault = new BadRequest();
        fault.FieldViolations.Add(new BadRequest.Types.FieldViolation { Field = "text", Description = "too long" });
        var status = new RpcStatus { Code = request.Code, Message = request.Detail, Details = { Any.Pack(fault) } };
        return new Metadata { { RichErrorKey, status.ToByteArray() } };
    }
}
