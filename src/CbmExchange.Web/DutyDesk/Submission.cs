using Grpc.Core;
using Microsoft.AspNetCore.Http;

namespace CbmExchange.Web.DutyDesk;

/// <summary>
/// What came of a form that was sent. While the node refuses, what was typed stays in the form; while the outcome is
/// not known, the command id stays as well, so that sending it again cannot do it twice.
/// </summary>
public sealed class Submission(HttpContext context)
{
    /// <summary>The id of the next command of this page.</summary>
    public string Command { get; private set; } = Guid.NewGuid().ToString();

    /// <summary>Why the node refused; null when it did not, or nothing was sent.</summary>
    public Problem? Problem { get; private set; }

    /// <summary>What was done, for reading; empty when nothing was.</summary>
    public string Done { get; private set; } = "";

    /// <summary>True when a form was sent and the node refused it.</summary>
    public bool IsRefused => Problem is not null;

    /// <summary>A field of the form that was sent.</summary>
    public string this[string field] =>
        context.Request.HasFormContentType ? context.Request.Form[field].ToString() : "";

    /// <summary>What was typed in a field, while the form is refused: it is shown again. Else empty.</summary>
    public string Kept(string form, string field) => IsRefused && this["_handler"] == form ? this[field] : "";

    /// <summary>True while the form is refused: it stays open.</summary>
    public bool IsKept(string form) => IsRefused && this["_handler"] == form;

    /// <summary>Asks the node to do what a form asks for.</summary>
    /// <param name="ask">The command, with <see cref="Sent"/> as its id.</param>
    /// <param name="said">What the page says once it is done.</param>
    /// <returns>The answer; null when it was refused.</returns>
    public async Task<T?> DoAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> ask, Func<T, string> said)
        where T : class
    {
        var answer = await DeskClients.AskAsync(ask).ConfigureAwait(false);
        Problem = answer.Problem;
        Done = answer.Value is { } value ? said(value) : "";
        if (answer.Problem is { IsPassing: true } && Sent.Length > 0)
        {
            Command = Sent;
        }

        return answer.Value;
    }

    /// <summary>Refuses what the page itself cannot read, e.g. a time.</summary>
    public void Refuse(string sentence) => (Problem, Done) = (Problem.Plain(sentence), "");

    /// <summary>The id that the form carried.</summary>
    public string Sent => this["command"];
}
