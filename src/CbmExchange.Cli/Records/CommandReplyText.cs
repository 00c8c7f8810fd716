using CbmExchange.Cli.Connection;
using CbmExchange.Contracts.Exchange.V1;

namespace CbmExchange.Cli.Records;

/// <summary>What a command on an own record did.</summary>
internal static class CommandReplyText
{
    public static void Write(NodeSession session, RecordCommandReply reply, string done, string next)
    {
        if (session.AsJson)
        {
            session.Screen.Json(reply);
            return;
        }

        session.Screen.Strong($"{done} {NumberOf(reply)}. It is now {reply.State}.");
        foreach (var warning in reply.Warnings)
        {
            session.Screen.Line($"note: {warning}");
        }

        session.Screen.Quiet($"id {reply.RecordId}   expected version {reply.HeldVersion}");
        if (next.Length > 0)
        {
            session.Screen.Line(next);
        }
    }

    public static string NumberOf(RecordCommandReply reply) =>
        reply.ReferenceNumber.Length > 0 ? reply.ReferenceNumber : reply.RecordId;
}
