using CbmExchange.Contracts.Exchange.V1;
using CbmExchange.Web.SignIn;
using Grpc.Core;

namespace CbmExchange.Web.DutyDesk;

/// <summary>
/// The officer of this request and its way to the node: the generated clients of cbm.exchange.v1, in process (design
/// D11). A page has no other door.
/// </summary>
public sealed class DeskClients
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(20);

    private DeskSession? session;

    /// <summary>The officer who is signed in. Throws when nobody is: only pages for everybody may not ask.</summary>
    public DeskSession Session => session ?? throw new InvalidOperationException("Nobody is signed in.");

    /// <summary>True when somebody is signed in.</summary>
    public bool IsSignedIn => session is not null;

    /// <summary>Whom do I call?</summary>
    public DirectoryService.DirectoryServiceClient Directory => new(Session.Calls);

    /// <summary>Inbox and answers.</summary>
    public MessagingService.MessagingServiceClient Messaging => new(Session.Calls);

    /// <summary>Cases.</summary>
    public CaseService.CaseServiceClient Cases => new(Session.Calls);

    /// <summary>Writing, clearing, releasing, withdrawing.</summary>
    public PublishingService.PublishingServiceClient Publishing => new(Session.Calls);

    /// <summary>Documents, codes, measures, phrases.</summary>
    public LibraryService.LibraryServiceClient Library => new(Session.Calls);

    /// <summary>Implementation reports.</summary>
    public ReportService.ReportServiceClient Reports => new(Session.Calls);

    /// <summary>CSIRT profiles as text.</summary>
    public ProfileService.ProfileServiceClient Profiles => new(Session.Calls);

    /// <summary>Between the technical and the political lane.</summary>
    public LaneService.LaneServiceClient Lanes => new(Session.Calls);

    /// <summary>Communication checks.</summary>
    public CheckService.CheckServiceClient Checks => new(Session.Calls);

    /// <summary>Exercises.</summary>
    public ExerciseService.ExerciseServiceClient Exercises => new(Session.Calls);

    /// <summary>Copies of streams.</summary>
    public ExportService.ExportServiceClient Exports => new(Session.Calls);

    /// <summary>Peers, streams, officers.</summary>
    public AdministrationService.AdministrationServiceClient Administration => new(Session.Calls);

    /// <summary>True when the officer has one of the roles, whatever it is limited to.</summary>
    public bool Has(params ReadOnlySpan<string> roles)
    {
        foreach (var role in roles)
        {
            if (Session.Roles.Any(held => held == role || held.StartsWith(role + "@", StringComparison.Ordinal)))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Asks the node; what it refuses comes back as a <see cref="Problem"/>, never as an exception.</summary>
    public static async Task<Answer<T>> AskAsync<T>(
        Func<CallOptions, AsyncUnaryCall<T>> ask, CancellationToken cancellationToken = default)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(AnswerMax);
        try
        {
            using var call = ask(new CallOptions(cancellationToken: limit.Token));
            return new Answer<T>(await call.ResponseAsync.ConfigureAwait(false), null);
        }
        catch (RpcException refused)
        {
            return new Answer<T>(default, Problem.Of(refused));
        }
    }

    internal void Enter(DeskSession signedIn) => session = signedIn;
}

/// <summary>What the node answered.</summary>
/// <param name="Value">The answer; null when it refused.</param>
/// <param name="Problem">Why it refused; null when it did not.</param>
public sealed record Answer<T>(T? Value, Problem? Problem)
{
    /// <summary>True when there is an answer.</summary>
    public bool IsGood => Problem is null;
}
