// An archive with a fault, for one call: it has more studies than anybody wants, refuses to speak,
// or says nothing. It prints its port when it listens, and at the end how much it has answered.
// usage: archive_server many|refuses|says_nothing
#include <dcmtk/config/osconfig.h>

#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/dcmnet/dimse.h>
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <string_view>
#include <thread>

namespace {

constexpr int all_studies = 100'000;

/// A port that nobody has; another may take it before we do.
T_ASC_Network* listen(int& port) {
  T_ASC_Network* network = nullptr;
  for (port = 20'104; port < 20'204; ++port) {
    if (ASC_initializeNetwork(NET_ACCEPTOR, port, 30, &network).good()) return network;
  }
  return nullptr;
}

void accept(T_ASC_Association* call) {
  const char* classes[] = {UID_FINDStudyRootQueryRetrieveInformationModel,
                           UID_GETStudyRootQueryRetrieveInformationModel};
  const char* forms[] = {UID_LittleEndianImplicitTransferSyntax};
  ASC_acceptContextsWithPreferredTransferSyntaxes(call->params, classes, 2, forms, 1);
  ASC_acknowledgeAssociation(call);
}

void refuse(T_ASC_Association* call) {
  const T_ASC_RejectParameters too_busy{ASC_RESULT_REJECTEDTRANSIENT,
                                        ASC_SOURCE_SERVICEPROVIDER_PRESENTATION_RELATED,
                                        ASC_REASON_SP_PRES_LOCALLIMITEXCEEDED};
  ASC_rejectAssociation(call, &too_busy);
}

/// How many studies the other side has taken until it had enough.
int answer_with_all(T_ASC_Association* call) {
  T_ASC_PresentationContextID context = 0;
  T_DIMSE_Message message{};
  DcmDataset* asked = nullptr;
  if (DIMSE_receiveCommand(call, DIMSE_BLOCKING, 0, &context, &message, nullptr).bad()) return 0;
  DIMSE_receiveDataSetInMemory(call, DIMSE_BLOCKING, 0, &context, &asked, nullptr, nullptr);
  delete asked;
  for (int n = 0; n < all_studies; ++n) {
    DcmDataset study;
    study.putAndInsertString(DCM_QueryRetrieveLevel, "STUDY");
    study.putAndInsertString(DCM_StudyInstanceUID, fmt::format("1.2.9.{}", n).c_str());
    T_DIMSE_C_FindRSP answer{};
    answer.DimseStatus = STATUS_Pending;
    if (DIMSE_sendFindResponse(call, context, &message.msg.CFindRQ, &answer, &study, nullptr)
            .bad()) {
      return n;
    }
  }
  return all_studies;
}

}  // namespace

int main(int, char** arguments) {
  OFLog::configure(OFLogger::OFF_LOG_LEVEL);
  const std::string_view fault = arguments[1];
  int port = 0;
  T_ASC_Network* const network = listen(port);
  if (network == nullptr) return 1;
  fmt::print("{}\n", port);
  std::fflush(stdout);
  T_ASC_Association* call = nullptr;
  if (ASC_receiveAssociation(network, &call, ASC_DEFAULTMAXPDU).bad()) return 1;
  if (fault == "refuses") {
    refuse(call);
  } else {
    accept(call);
    if (fault == "many") fmt::print("{}\n", answer_with_all(call));
    if (fault == "says_nothing") std::this_thread::sleep_for(std::chrono::minutes(2));
  }
}
